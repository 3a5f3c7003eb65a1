import { browserStore } from './browser-store.js';
import { keepNow } from './drafts.js';
import { hasWords } from './keeping.js';
import { unsentText } from './sending.js';

/** Signing out asks first when words of this person would stay behind, unsent, on a machine that others use too. */
export function askBeforeLeaving(): void {
  const form = document.querySelector<HTMLFormElement>('form[action="/dang-xuat"]');
  const owner = document.querySelector<HTMLElement>('[data-owner]')?.dataset['owner'] ?? '';
  if (!form || owner === '') return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    keepNow();
    void leftBehind(owner).then((left) => {
      const question = `Máy này còn ${left}. Đăng xuất thì phần đó ở lại trên máy, chỉ anh chị đăng nhập lại mới thấy, và tự xoá sau 7 ngày. Vẫn đăng xuất?`;
      // Not `requestSubmit`: the question would come again.
      if (left === '' || confirm(question)) form.submit();
    });
  });
}

async function leftBehind(owner: string): Promise<string> {
  try {
    const [calls, forms] = await Promise.all([browserStore.calls(owner), browserStore.forms(owner)]);
    const unsent = calls.filter(({ state }) => state !== 'sent').length;
    const begun = forms.filter(({ values }) => hasWords(values)).length;
    return [
      ...(unsent > 0 ? [unsentText(unsent)] : []),
      ...(begun > 0 ? [`${String(begun)} nội dung ghi dở`] : []),
    ].join(' và ');
  } catch {
    return '';
  }
}
