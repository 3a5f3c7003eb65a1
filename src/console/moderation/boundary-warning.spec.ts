import { expect, it } from '@jest/globals';
import { boundaryWarning } from './boundary-warning.js';

it.each<[string, RegExp | null]>([
  ['Tôi tố cáo ông cán bộ địa chính nhận tiền của dân để làm sổ nhanh.', /tố cáo/],
  ['Tôi khiếu nại quyết định xử phạt của phường đối với tôi, đề nghị hủy.', /khiếu nại/],
  ['Cây to cao trước nhà che hết đèn đường, xin tỉa bớt.', null],
  ['Hẻm cạnh chợ tối thui từ cuối tháng trước.', null],
])('%s', (words, warning) => {
  const said = boundaryWarning({
    fields: [{ name: 'question', original: words, marked: words, marks: [], suggested: [] }],
  });
  if (warning === null) expect(said).toBeNull();
  else expect(said).toMatch(warning);
});
