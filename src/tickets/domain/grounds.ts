/** Why an agency may give a ticket back; a reason outside the list has to be told in words. */
export const RETURN_GROUNDS = {
  not_competent: 'không thuộc thẩm quyền',
  wrong_area: 'không đúng địa bàn',
  others_work: 'trùng việc đơn vị khác đang làm',
  place_unknown: 'thiếu thông tin, không xác định được nơi xảy ra',
  other: 'lý do khác',
} as const;

export type ReturnGround = keyof typeof RETURN_GROUNDS;

export function isReturnGround(code: string): code is ReturnGround {
  return Object.hasOwn(RETURN_GROUNDS, code);
}

/** Why a report may not be taken up. */
export const REJECTION_WORDS = {
  unclear: 'nội dung không rõ và không liên hệ được',
  out_of_scope: 'không thuộc phạm vi của 1022',
  state_secret: 'thông tin thuộc bí mật nhà nước',
  insult: 'nội dung xúc phạm cơ quan, cá nhân',
  spam: 'thư rác, quảng cáo',
  answered: 'trùng nội dung đã trả lời',
} as const;

export type RejectionGround = keyof typeof REJECTION_WORDS;

export function isRejectionGround(code: string): code is RejectionGround {
  return Object.hasOwn(REJECTION_WORDS, code);
}

/** The way forward that goes with each ground: what the citizen is told, to be made fit for the case. */
export const REJECTION_WAYS: Readonly<Record<RejectionGround, string>> = {
  unclear:
    'Nội dung phản ánh chưa đủ rõ để chuyển cơ quan giải quyết, và Tổng đài 1022 chưa liên hệ được với anh chị. Xin gọi 1022 hoặc gửi lại phản ánh, nói rõ việc gì, ở đâu, khi nào; có thể kèm ảnh.',
  out_of_scope:
    'Việc này không thuộc phạm vi tiếp nhận của Tổng đài 1022. Xin gửi đến [cơ quan có thẩm quyền, địa chỉ, số điện thoại].',
  state_secret:
    'Nội dung có thông tin thuộc phạm vi bí mật nhà nước nên không tiếp nhận qua tổng đài. Xin liên hệ trực tiếp [cơ quan có thẩm quyền] để được hướng dẫn nơi gửi theo quy định.',
  insult:
    'Phản ánh có lời xúc phạm nên không được chuyển đi. Nếu có việc cụ thể cần giải quyết, xin gửi lại nội dung sự việc, 1022 sẽ tiếp nhận.',
  spam: 'Nội dung là quảng cáo, không phải phản ánh, kiến nghị. Nếu có việc cần phản ánh, xin gửi lại hoặc gọi 1022.',
  answered:
    'Nội dung này đã được trả lời ở phiếu [mã phiếu]. Nếu chưa đồng ý với câu trả lời hoặc có thông tin mới, xin yêu cầu xem lại ở phiếu đó hoặc gọi 1022.',
};

/** Why a ticket that has ended is opened again. */
export const REOPEN_GROUNDS = {
  not_satisfied: 'người gửi không hài lòng với câu trả lời',
  new_evidence: 'có thông tin, chứng cứ mới',
  order: 'theo yêu cầu của điều phối viên',
  came_back: 'người gửi trở lại sau khi rút',
} as const;

export type ReopenGround = keyof typeof REOPEN_GROUNDS;

/** The grounds a coordinator may name. */
export const CENTRE_GROUNDS = ['order', 'new_evidence', 'not_satisfied'] as const satisfies readonly ReopenGround[];

/** Why a published copy is taken off. Agencies and the citizen read it, so none says more than may be known. */
export const WITHDRAWAL_GROUNDS = {
  personal_data: 'lộ thông tin riêng',
  wrong: 'nội dung sai hoặc gây hiểu nhầm',
  request: 'người có liên quan yêu cầu',
  not_public: 'nội dung không thuộc diện công khai',
  other: 'lý do khác',
} as const;

export type WithdrawalGround = keyof typeof WITHDRAWAL_GROUNDS;

export function isWithdrawalGround(code: string): code is WithdrawalGround {
  return Object.hasOwn(WITHDRAWAL_GROUNDS, code);
}
