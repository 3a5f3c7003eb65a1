import { describe, expect, it } from '@jest/globals';
import { detectBoundary } from './boundary.js';

const EMERGENCIES = [
  'co ay bi hiep o phong tro phuong Tam Hiep',
  'con be bi cuong hiep',
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
  'nhà hàng xóm bén lửa từ bếp gas, khói nhiều lắm',
  'co dam chay lon o bai rac',
  'xe bồn lật, xăng tràn ra đường',
  'thanh niên ngáo đá cầm kéo đe doạ mọi người',
  'trộm đang cạy cửa nhà bên cạnh',
  'bà cụ té cầu thang gãy chân nằm ngoài đường không ai giúp',
  'chồng nó đánh dữ quá, nghe kêu cứu',
  'ng dân báo có xác chết trôi sông',
  'học sinh bị điện giật ở trường',
  'em be hoc xuong ca tim tai',
  'co nguoi nam bat dong o le duong',
  'bé 2 tuổi bị bỏ quên trong xe ô tô',
  'sat lo de nha dan, co nguoi bi vui',
  'nước lũ lên nhanh, gia đình 5 người kẹt trên mái nhà',
  'dây điện cao thế rớt xuống ruộng',
  'sốt cao co giật không gọi được xe cấp cứu',
  'nhóm côn đồ đang đập phá quán',
  'xe khach lat xuong ruong nhieu nguoi bi thuong',
  'khói bốc lên từ trạm điện',
  'tủ điện phát tia lửa',
  'ong vò vẽ đốt 3 cháu nhỏ, sưng hết mặt khó thở',
  '20 cháu mẫu giáo nhập viện sau bữa ăn',
  'có tiếng nổ lớn bên xưởng, người ta chạy tán loạn',
  'xe may tong nhau 2 nguoi nam tren duong',
  'đứa nhỏ nuốt pin',
  'bếp cháy rồi',
  'Cháy rừng tràm khu Cát Tiên',
  'tui nó đang chém lộn ở quán nhậu',
  'mẹ em bầu đau bụng ra huyết, không có xe',
  'người đàn ông leo lên cột điện đòi nhảy',
  'bình gas nhà trọ xì',
  'công nhân té giàn giáo',
  'vỡ đê nước tràn vào nhà dân, người già chưa ra được',
  'bắt được thằng móc túi, dân đang giữ',
  'trộm vô nhà',
  'sáng nay bị giật túi xách trước cổng chợ',
  'cứu hộ với, xe em rớt xuống kênh',
  'nghe tiếng súng nổ ngoài bìa rừng',
  'hai người đánh nhau sứt đầu',
  'có đứa bé đi lạc ở chợ khóc hoài',
  'sap cau treo roi, may nguoi roi xuong nuoc',
  'người dân ngộ độc rượu 3 ca nặng',
  // nobody may be in danger here, but that takes a person to see
  'thiếu xe cứu thương ở trạm y tế xã',
  'tôi gọi 113 hoài không ai bắt máy',
  'cột điện nghiêng gần ngã',
  'chung cư không có thang máy, kẹt thang máy hoài',
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
  'de nghi xem xet lai quyet dinh xu phat vi toi khong vi pham',
  'Tôi không chấp nhận biên bản xử phạt, ký ép',
  'đất của tôi bị thu hồi mà bồi thường rẻ mạt',
  'UBND ra quyết định cưỡng chế trái pháp luật',
  'gởi đơn khiếu nại 3 tháng chưa được trả lời',
  'tôi bị trừ lương oan, quyết định kỷ luật không đúng, yêu cầu huỷ',
  'xã trả hồ sơ xin cấp giấy, tôi không đồng ý với văn bản từ chối',
  'kiện phường vì thu hồi ki ốt của tôi',
  'xin huy quyet dinh phat vi pham giao thong vi phat nham',
  'khiếu nại về việc tính sai giá đền bù đất',
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
  'cán bộ tư pháp xã gợi ý đưa 500k mới chứng thực',
  'chu tich phuong an hoi lo',
  'Công an giao thông chặn xe xin tiền',
  'bác sĩ nhận phong bì mới mổ',
  'trưởng khu phố lấy tiền từ thiện bỏ túi',
  'cô giáo ép học sinh nộp tiền riêng rồi bỏ túi',
  'kiểm lâm bao che cho lâm tặc',
  'ông trưởng phòng bắt cấp dưới nộp tiền hàng tháng',
  'giáo viên vụ lợi, tham tiền quỹ',
  'địa chính cấp sổ khống cho người nhà',
  'csgt an tien mai lo',
  'ubnd xã chia đất công cho người thân',
  'đăng kiểm viên nhận tiền cho qua',
  'thuế vụ vòi tiền tiểu thương',
  'công an khu vực bắt đóng 2 triệu mới cho đăng ký tạm trú',
  'to giac can bo lam sai',
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
  // said of everything else
  'xe rác chạy qua rơi vãi nước thối',
  'nha toi o hem 114 bi ngap',
  'đường này nguy hiểm, đề nghị gắn biển báo',
  'bao giờ trả tiền bồi thường giải phóng mặt bằng',
  'cây xăng bán thiếu',
  'chó hàng xóm sủa cả đêm ồn chết được',
  'hẹn trả sổ hoài không có, chạy tới chạy lui mệt',
  'quyết định bổ nhiệm của tôi nộp ở đâu',
  'nuoc sinh hoat chay ra mau vang',
  'cán bộ hướng dẫn rất nhiệt tình, xin khen',
  'đề nghị tăng cường phòng cháy mùa khô',
  'bệnh viện thiếu thuốc, phòng cấp cứu đông',
  'lương hưu chậm',
  'de nghi lap den tin hieu vi hay tai nan',
  'thu tiền rác 2 lần',
  'cán bộ thu phí vệ sinh không đưa biên lai',
  'đèn giao thông cháy bóng đỏ',
  'xin hỏi thủ tục hưởng chế độ tai nạn lao động',
  'khu pho em nuoc may chay nho giot',
  'tiệm sửa xe nổ máy ồn ào',
  'hay cháy nổ hũ game bài quảng cáo',
  'xe đạp điện nổ lốp',
  'nhà tôi bị thu hồi nước, hỏi lý do',
  'đám cưới mở nhạc ồn',
  'chợ tự phát gây kẹt xe',
  'bến xe lửa dơ bẩn',
  'cán bộ chưa nhận được đơn',
  'lốp xe đốt ngoài đồng khói mù mịt cả xóm',
  'đốt rác khói nghi ngút',
  'công ty nợ lương',
  'đường ray xe lửa hư',
  'cây đổ chắn đường không ai bị gì',
  'nước ngập nửa mét',
  'hố ga mất nắp',
  'lo xe chay au truoc cong truong',
  'xin cấp lại giấy khai tử',
  'trợ cấp cho người tử vong do covid',
  'chó thả rông không rọ mõm',
  'Vỉa hè bị lấn chiếm để bàn ghế nhậu',
  'Xin lắp thêm đèn đường đoạn tối',
  'hồ sơ đất trễ 3 tháng, một cửa nói chờ',
  'cán bộ một cửa đi trễ, quầy không có ai',
  'trường thu tiền đồng phục quá cao',
  // Names of wards that, without accents, look like an emergency.
  'quan nhau hat karaoke den 2 gio sang o phuong Tam Hiep',
  'den duong hem 5 Hiep Hoa tat ca tuan',
  'quán karaoke ồn đến 1 giờ sáng, công an phường có xuống nhưng rồi đâu lại vào đấy',
  'nước máy có màu vàng, mùi clo',
  'xe container đậu chắn hẻm',
  'cây ngã chắn đường sau mưa',
  'nắp cống bể xe máy dễ sụp',
  'trạm y tế hết thuốc tiểu đường',
  'BHXH chậm trả tiền thai sản',
  'em bị lừa mua hàng online mất 3 triệu',
  'công an xã làm CCCD hẹn lâu',
  'cán bộ thu thuế hướng dẫn sai mẫu tờ khai',
  'xe buýt bỏ trạm, tài xế chửi khách',
  'ubnd phường chưa trả kết quả',
  'cty xa nuoc thai den ngom ra suoi',
  'mùi hóa chất từ xưởng sơn ban đêm',
  'đề nghị lắp đèn tín hiệu vì ngã tư nguy hiểm hay có tai nạn',
  'duong ngap nuoc chay lenh lang',
  'Kiến nghị miễn phí xe buýt cho học sinh',
  'mạng vnpt rớt hoài',
  'tiền điện tháng này tăng gấp đôi',
  'hộ nghèo chưa nhận được tiền hỗ trợ',
  'cho hỏi quyết định hỗ trợ nhà ở xã hội',
  'con tôi chưa có giấy khai sinh',
  'người bán vé số ngủ ngoài đường',
  'nha may bom nuoc tuoi ca dem',
  'xe hut ham cau do chat thai ra cong',
  'gui xe benh vien gia cat co',
  'can bo dia chinh hen hoai khong do dat',
  'toi nop tien roi ma chua thay ho so chay',
  'tien sinh hoat phi khu pho thu khong co bien lai',
  'cảm ơn cán bộ phường đã giúp đỡ',
  'xin số điện thoại công an phường',
  'be nha toi chua duoc nhan vao lop 1',
  'con em hoc truong tieu hoc ma khong co nuoc uong',
  'xe buyt bo tram, tre hoc sinh tre hoc hoai',
  'dau nam bat dong tien quy phu huynh',
  'hoi ve thue mua ban nam nay bat dong san tang gia',
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
