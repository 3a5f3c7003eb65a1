import type { WithdrawalGround } from '../../tickets/domain/grounds.js';

const WORDS: Readonly<Record<WithdrawalGround, string>> = {
  personal_data: 'Phản ánh này đã được gỡ xuống để bảo vệ thông tin riêng của người dân.',
  wrong: 'Phản ánh này đã được gỡ xuống để kiểm tra lại nội dung.',
  request: 'Phản ánh này đã được gỡ xuống theo yêu cầu của người có liên quan.',
  not_public: 'Phản ánh này không còn được công khai.',
  other: 'Phản ánh này không còn được công khai.',
};

/** What stands at the address of a copy that was taken off. */
export function withdrawnWords(ground: WithdrawalGround): string {
  return `${WORDS[ground]} Người gửi vẫn xem được phiếu của mình.`;
}
