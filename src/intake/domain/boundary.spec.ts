import { describe, expect, it } from '@jest/globals';
import { detectBoundary } from './boundary.js';

const EMERGENCIES = [
  'cháy!',
  'Chay nha',
  'CHAY KHO VAI O CHO',
  'co xe chay o cay xang, khoi um len', // "xe cháy" or "xe chạy": without accents the dangerous sense counts
  'xe khách đang bốc cháy trên cao tốc',
  'có cháy ở chung cư tầng 7',
  'nhà kế bên bị cháy, gọi 114 không được',
  'đèn đường chập cháy lan sang nhà dân',
  'quán nhậu nổ bình gas 3 người bị thương',
  'trạm biến áp phát nổ, lửa bắn tung toé',
  'xe tải tông xe máy, một người nằm bất động giữa đường',
  'vừa xảy ra tai nạn ở ngã ba Dầu Giây',
  'tai nan o nga 4 vung tau co nguoi chet',
  'bé trai rơi xuống giếng',
  'cháu bé lọt cống mất nắp',
  'có em học sinh đuối nước ở hồ',
  'day dien dut nam giua duong',
  'trụ điện trước nhà gãy đổ ra đường',
  'tủ điện bị rò điện, có người bị điện giật',
  'mùi gas nồng nặc cả hẻm, khó thở quá',
  'hơn 20 công nhân ngộ độc sau bữa trưa',
  'nguoi ta dang danh nhau cam ma tau',
  'có cướp, nó giật dây chuyền chạy về hướng chợ',
  'ông hàng xóm say rượu đánh vợ chảy máu',
  'hàng xóm bạo hành con nhỏ, nghe khóc thét',
  'mẹ tôi đột quỵ mà xe cấp cứu không vào được hẻm',
  'có người định nhảy cầu Hoá An',
  'tường rào trường sập đè học sinh',
  'lũ cuốn trôi một người đi xe máy',
  'rò rỉ khí amoniac ở nhà máy nước đá',
  'không biết có ai bị thương không mà xe lật ngang đường, kẹt trong cabin',
  'hoả hoạn ở bãi xe',
];

const COMPLAINTS = [
  'Tôi khiếu nại quyết định xử phạt của UBND phường',
  'khieu nai quyet dinh thu hoi dat',
  'toi muon gui don khieu nai',
  'Gọi lên khiếu nại quyết định cưỡng chế',
  'KHIẾU NẠI LẦN HAI',
  'hỏi thủ tục khiếu nại về đất đai nộp ở đâu',
  'không đồng ý với mức bồi thường giải phóng mặt bằng',
  'tôi bị phạt nguội oan, xe tôi hôm đó ở nhà',
  'đề nghị huỷ quyết định xử phạt hành chính',
  'de nghi huy bo quyet dinh thu hoi dat cua toi',
  'nếu không giải quyết tôi kiện ra toà',
  'giá đền bù quá thấp so với thị trường, gia đình không nhận tiền',
  'tôi khiêú naị việc phường không cấp giấy cho tôi',
  'Khiếu lại về việc không cấp sổ',
];

const DENUNCIATIONS = [
  'tôi tố cáo ông chủ tịch xã',
  'don to cao',
  'Tố cáo cán bộ địa chính',
  'cán bộ phường đòi 10 triệu mới ký giấy',
  'can bo dia chinh nhan tien cua dan',
  'CSGT nhận tiền rồi cho xe quá tải qua',
  'trưởng ấp ăn chặn tiền hỗ trợ hộ nghèo',
  'công an bảo kê sòng bạc',
  'hiệu trưởng lập khống hồ sơ để rút tiền',
  'anh ở một cửa gợi ý bồi dưỡng 2 triệu thì làm nhanh',
  'cb noi khong dua tien thi khong ky',
  'giám đốc lợi dụng chức vụ chiếm đoạt tài sản',
  'muốn nhanh thì đưa phong bì',
  'tố giác hành vi nhận hối lộ',
  'kế toán xã tham ô tiền cứu trợ',
];

const ORDINARY = [
  // cháy: not a fire
  'siêu thị cháy hàng khẩu trang',
  'vé tàu tết cháy vé hết rồi',
  'đi giữa trưa cháy nắng, xin trồng cây',
  'đèn cháy bóng chưa thay',
  'bóng đèn đường bị cháy 2 tuần',
  'den duong chay bong hoai khong ai sua',
  'điện chập chờn làm cháy tivi tủ lạnh nhà tôi',
  'đề nghị kiểm tra phòng cháy chữa cháy khu trọ',
  'bình chữa cháy chung cư hết hạn',
  // chạy, chảy, chay
  'xe buýt chạy ẩu, bỏ bến',
  'nước chảy yếu',
  'nuoc chay tran ra duong ca ngay',
  'xe chay qua toc do truoc truong hoc',
  'xe ben chay ngay dem bui qua',
  'quán chay lấn chiếm vỉa hè',
  'cho tha rong chay ngoai duong',
  'con toi bi tieu chay may hom nay',
  'phải chạy lên chạy xuống 4 lần mới xong giấy tờ',
  // accidents that have not happened
  'ổ gà này dễ gây tai nạn lắm',
  'đoạn cong hay xảy ra tai nạn, xin gắn gương',
  'duong toi qua nguy co tai nan cao',
  'hỏi chế độ bảo hiểm tai nạn',
  'mùi hôi từ trại heo khó thở quá',
  'mùi khói đốt rác làm cả xóm khó thở',
  // said for emphasis, or of animals and engines
  'ồn muốn chết, không ngủ được',
  'cá chết trắng hồ',
  'ngập tới yên xe, chết máy hết',
  'giữ xe chém giá cắt cổ',
  'thu phí như ăn cướp',
  'bà con kêu cứu vì ô nhiễm',
  'khoa cấp cứu bệnh viện chờ lâu',
  'cổng dịch vụ công bị sập mạng',
  'nhà số 115 đường Phan Trung lấn hẻm',
  // khiếu nại as grumbling
  'gọi lên khiếu nại điện cúp hoài',
  'goi khieu nai mang yeu may lan roi',
  'khiếu nại tiếng ồn karaoke',
  'khiếu nại giao hàng chậm',
  'tôi không khiếu nại gì, chỉ góp ý thôi',
  'đây không phải là đơn khiếu nại',
  // tố cáo as something else
  'cây to cao che tầm nhìn',
  'cay to cao qua can tia bot',
  'người dân "tố" quán nhậu gây ồn',
  'tôi không tố cáo ai, chỉ xin nhắc nhở',
  'góp ý về công tác phòng chống tham nhũng',
  // officials, but nothing worse than manners or slowness
  'nhân viên một cửa nói chuyện cộc lốc',
  'cán bộ không nhận hồ sơ, bắt về làm lại',
  'cán bộ xã nói chưa nhận tiền trợ cấp từ trên về',
  'bị kẻ giả danh công an lừa chuyển 20 triệu',
  'lương hưu tháng này chưa nhận được tiền',
  'mất nắp cống trước nhà',
  'hỏi quyết định cấp số nhà khi nào có',
  'bao giờ có quyết định thu hồi đất để dân biết',
  '',
];

describe('detectBoundary', () => {
  it.each(EMERGENCIES)('hears an emergency: %s', (words) => {
    expect(detectBoundary(words).boundary).toBe('emergency');
  });

  it.each(COMPLAINTS)('hears khiếu nại: %s', (words) => {
    expect(detectBoundary(words).boundary).toBe('complaint');
  });

  it.each(DENUNCIATIONS)('hears tố cáo: %s', (words) => {
    expect(detectBoundary(words).boundary).toBe('denunciation');
  });

  it.each(ORDINARY)('leaves ordinary words alone: %s', (words) => {
    expect(detectBoundary(words)).toEqual({ boundary: 'ordinary', because: [], heard: [] });
  });

  it('says which words it heard, as they were written', () => {
    expect(detectBoundary('Có người CẦM DAO, gọi 113 giùm').because).toEqual(['CẦM DAO', 'gọi 113']);
  });

  it('puts life first and still says that a denunciation was heard', () => {
    const found = detectBoundary('Tôi tố cáo ông trưởng ấp. Ổng đang cầm dao rượt vợ.');
    expect(found.boundary).toBe('emergency');
    expect(found.heard).toEqual(['emergency', 'denunciation']);
  });

  it('hears tố cáo before khiếu nại, because the denouncer must be hidden', () => {
    expect(detectBoundary('Đơn khiếu nại, tố cáo: tôi tố cáo ông Mẫu').heard).toEqual(['denunciation', 'complaint']);
  });

  it('reads decomposed letters and the old tone place alike', () => {
    expect(detectBoundary('hỏa hoạn'.normalize('NFD')).boundary).toBe('emergency');
    expect(detectBoundary('hoả hoạn').boundary).toBe('emergency');
  });

  it('stays quick on the longest text the form allows', () => {
    const long = 'nước chảy yếu cán bộ không '.repeat(200);
    expect(detectBoundary(long).boundary).toBe('ordinary');
  });
});
