/** What was sent, as text; or why it cannot be read as one. */
export type NoticeText = { readonly text: string } | { readonly unreadable: string };

/** "Tết" in UTF-8, read as if it were Western European: a file that went through the wrong encoding once. */
const MISREAD = /Ã[\u0080-\u00BF¡-¿€-™]|áº|á»|Ä[‘ƒ\u0090\u0091]|Æ[°¡]/;
const SAVE_AS =
  'Trong Excel chọn “Lưu thành”, loại “CSV UTF-8”, rồi gửi lại; hoặc chép các ô trong bảng và dán vào ô bên dưới.';

/**
 * The text of a file. UTF-8 and what Excel calls Unicode (UTF-16) are read; other encodings of Vietnamese
 * (Windows-1258, TCVN3, VNI) cannot be told apart safely, and a holiday with a broken name would be shown to
 * people for years: so they are refused, with the way out.
 */
export function textOfFile(bytes: Uint8Array): NoticeText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return textOfPaste(new TextDecoder(utf16).decode(bytes));
  // A spreadsheet itself, or a picture of it.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return { unreadable: `Tệp này là bảng tính Excel, chưa phải CSV. ${SAVE_AS}` };
  if (bytes[0] === 0x25 && bytes[1] === 0x50)
    return { unreadable: 'Tệp này là PDF, chưa phải CSV. Xin ghi các ngày trong thông báo thành bảng như ví dụ.' };
  try {
    return textOfPaste(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return {
      unreadable: `Tệp không phải UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI), nên chữ Việt sẽ hỏng. ${SAVE_AS}`,
    };
  }
}

/** A text that was pasted, or read from a file: refused when its Vietnamese was broken on the way. */
export function textOfPaste(text: string): NoticeText {
  const clean = text.replace(/^\uFEFF/, '').normalize('NFC');
  if (clean.includes('\uFFFD') || MISREAD.test(clean))
    return { unreadable: `Chữ Việt trong bảng đã hỏng vì mở sai bảng mã. ${SAVE_AS}` };
  if (clean.includes('\u0000')) return { unreadable: 'Tệp này không phải là chữ. Xin gửi tệp CSV.' };
  return { text: clean };
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}
