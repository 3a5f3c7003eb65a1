import { phrases, type PhraseList } from './heard-text.js';

/**
 * What is listened for. Three lists for each boundary:
 * - `always`: counts wherever it is said;
 * - `loose`: everyday senses of the same words ("cháy hàng", "gọi lên khiếu nại điện cúp hoài"); they
 *   make their words unheard for `cues`;
 * - `cues`: counts when it is not part of a loose sense.
 * Notation: see `phrases`.
 */
export interface Cues {
  readonly always: PhraseList;
  readonly loose: PhraseList;
  readonly cues: PhraseList;
}

/** Who holds an office: what they take is another matter than what a stranger takes. */
const OFFICIAL =
  'cán_bộ/công_an/chủ_tịch/bí_thư/lãnh_đạo/công_chức/viên_chức/trưởng_ấp/trưởng_thôn/trưởng_khu/trưởng_phòng/trưởng_trạm/trưởng_khoa/phó_ấp/trưởng_xóm/cảnh_sát/địa_chính/tư_pháp/' +
  'hiệu_trưởng/giám_đốc/kế_toán/thủ_quỹ/kiểm_lâm/thanh_tra/hải_quan/đăng_kiểm/đăng_kiểm_viên/bác_sĩ/một_cửa/đội_trưởng/quản_lý_thị_trường';

/** How a person is called: what follows may be a name, and a name without its accents may spell a crime ("anh Hiep"). */
const TITLE = 'anh/chị/ông/bà/cô/chú/em/bác/cháu/dì/cậu/thầy/mợ/thím/cụ';
const SURNAME =
  'nguyễn/trần/lê/phạm/huỳnh/hoàng/phan/vũ/võ/đặng/bùi/đỗ/hồ/ngô/dương/lý/đinh/trương/lâm/mai/cao/châu/tô';
const MIDDLE_NAME =
  'văn/thị/đức/ngọc/hữu/đình/minh/quang/xuân/công/thành/thanh/hoàng/quốc/duy/tuấn/trọng/bá/viết/kim/mỹ/thế/mạnh/tấn/trung';

/** Fire, crime, medical: 114, 113, 115 would come. */
export const EMERGENCY: Cues = {
  always: phrases(`
    cháy nhà/xưởng/kho/rừng/chợ/quán/tiệm/trọ/xe/lớn/lan/rụi/trụi/ngùn/dữ, nhà/xưởng/kho/chợ/rừng/trọ * bốc/phát/bị cháy, đám cháy, bốc cháy, cháy bình/cây
    đang cháy lớn/to/dữ/lan/nhà, hoả hoạn, lửa bùng/bốc/cháy/lan, bốc lửa, bén/bắt lửa, nổ bình/trạm/lớn/ga/gas, phát nổ, xe cứu hoả
    xe chữa cháy, gọi/cho/cử/đưa * chữa cháy tới/đến/gấp/xuống/liền
    tai nạn * chết/bị_thương/bất_tỉnh/bất_động/máu/kẹt/gãy/xỉu/nguy_kịch, không nhúc nhích, chưa * cứu thương, xe cứu thương
    mùi ga/gas, rò rỉ * ga/gas/amoniac/hoá/clo, xì * hoá chất
    dây điện * đứt/rơi/rớt/rụng/sà, dây * điện * đứt/rơi/rớt, dây cáp * điện * đứt, đứt * dây điện, điện giật, chập điện, chạm điện
    rò/nhiễm/nhiễu điện, rò rỉ điện, nẹt/xẹt/toé/tóe/đánh lửa, tia lửa điện
    trụ/cột điện * đổ/ngã/gãy/nổ, nhà/tường/cầu/mái/trường/giàn/lớp bị sập, sập nhà/tường/cầu/mái/giàn/trường/hầm/giáo, sập * đè
    đè trúng/chết/lên người, đè * em/bé/học/người/cháu/công nhân, cây * đè/trúng * người/học/em/bé/xe
    vùi lấp, lũ/nước cuốn trôi, bị cuốn trôi, đuối nước, chết đuối, rơi/té/ngã/lọt/rớt * xuống sông/suối/giếng/hồ/ao/kênh/mương/vực/biển, lọt cống/giếng/hố
    bé/em/cháu/trẻ/người/bà/ông/cụ/học * lọt/rớt/sụp * cống/hố/giếng
    bất tỉnh, hôn mê, co giật, đột quỵ, nguy kịch, hấp hối, ngưng thở, ngừng thở, ngất xỉu, lả đi, nằm im
    chảy máu, máu me, bể đầu, phỏng nặng, bỏng nặng
    tự tử, nhảy cầu, tự thiêu, uống thuốc sâu/trừ/chuột, thuốc diệt cỏ, sắp/chuyển * sinh, vỡ ối, đẻ rớt
    cầm dao/kiếm/mã_tấu/súng/rựa/hung_khí/búa/gậy, cầm * doạ/dọa/đe_doạ/đe_dọa/chém/đâm/đánh, dí/kề dao, ngáo đá, nhóm * đập phá, đang đập phá, đập phá * nhà/quán, rượt/đuổi * chém/đâm, chém nhau, đâm chém, nổ súng, súng nổ, cứu hộ với, bắn nhau, bắt cóc, hiếp dâm, giết người, doạ giết, đòi giết
    cứu với, cứu em với, cứu tôi, đang/vừa/mới/bị * cướp, cướp giật, đánh * vợ/con/cháu/trẻ/bé/mẹ * máu/la/khóc/bầm/dã, bạo hành, bạo lực gia đình
    gọi/kêu/alo/báo/điện 113/114/115, gọi/kêu/alo/điện * 113/114/115
    bé/cháu/trẻ/con/em * mất tích, bé/cháu * bị/đi lạc
    xe/tàu/ghe/thuyền/bồn/container * bị/lật lật/ngang/úp, xe/tàu/ghe/thuyền/bồn * lật, lật xe/tàu/ghe/thuyền/xuống, xăng/dầu/hoá_chất * tràn/rò/đổ_tràn/đổ_ra/đổ_xuống/đổ_đầy/đổ_trên/đổ_lênh/chảy_tràn/chảy_ra/chảy_lênh/chảy_khắp, tràn xăng/hoá
    bé/cháu/trẻ/em/con * bỏ_quên/hóc_xương/hóc_dị/hóc_hạt/hóc_đồ/hóc_nghẹn/bị_hóc/nghẹn/ngạt/nhốt/sưng_mặt/sưng_hết, bé/cháu/trẻ/em/con * bỏng/phỏng nước_sôi/nặng/dầu/lửa/bô/tay/chân/mặt/hết/toàn, bỏ rơi * bé/cháu/trẻ/sơ, rắn/ong/chó_dại * cắn/đốt, chó * cắn * máu/cổ/mặt/bé/cháu/người/viện
    bị vùi, kẹt * mái/thang_máy/cabin/đống/hầm/lũ, nước/lũ lên nhanh, lũ quét, cô lập * lũ/nước, nhảy lầu/sông, doạ/dọa nhảy, đòi tự tử
    trộm vô/vào/đột/cạy/đang/chó, bắt được * trộm/móc_túi/cướp, móc túi, bị/vừa giật túi/dây/đồ/điện_thoại/giỏ, chém lộn
    đòi nhảy, ra huyết, băng huyết, sắp sanh/đẻ, đau đẻ, trở dạ, nuốt pin/thuốc/dị/hoá/xương/kim/đinh/nhầm, uống nhầm, té từ, té/ngã giàn/lầu/giếng, ngã từ tầng/mái/lầu/giàn/trên_cao
    người nằm * đường, nằm trên/giữa/ngoài * đường, bình/ống ga/gas * xì/rò/hở
    dâm ô, xâm hại, sàm sỡ, cưỡng hiếp, bị/đòi/định hiếp, ${TITLE} hiếp con_bé/bé_gái/em_bé/con_gái/em_gái/cháu_gái/trẻ/học_sinh/vợ, lựu đạn, quả bom, bom mìn, thuốc nổ, vật liệu nổ, đầu đạn, xác chết/người/trôi
    nhà/tường/cầu/trường/mái * sắp/sắp_sửa sập/đổ
    đang * đánh bạc/nhau, đang * đá gà, đang * ma tuý, bán ma tuý
    ói * tiêu chảy, nôn * tiêu chảy, đau bụng * ói/nôn, ói mửa
    nhảy xuống/khỏi/từ cầu/sông/lầu/lan_can/mái/sân_thượng, người * nhảy * tầng/lầu/cầu, nhảy xuống * cầu/sông/hồ/giếng/lầu, gieo mình, cắt/rạch cổ_tay
    dính * dây điện, bị điện * giật, uống * thuốc trừ/sâu/rầy/chuột/cỏ/độc, uống axit/xăng/thuốc_tẩy, sùi/sủi bọt mép
    vác/xách/lăm_lăm * dao/rựa/mã_tấu/kiếm/hung_khí/súng/tuýp/phảng, vung/mang_theo dao/rựa/mã_tấu/hung_khí, phá cửa * nhà/vô/vào/phòng, đang phá cửa, đang trốn trong/dưới/ngoài
    bóp/siết cổ, đánh túi_bụi/tới_tấp/dã_man/hội_đồng, bắt_con_tin/giữ_con_tin, lôi/bắt/ép * em/bé/cô/cháu * lên xe, đòi giết/chém/đâm, đòi đốt nhà/xe/quán, doạ/dọa đốt/chém/đâm
    tạt * axit/xăng, tưới xăng, đổ xăng * đốt/đòi/doạ/dọa, hụt chân, chìm xuồng/ghe/đò/thuyền/sà_lan, xuồng/ghe/đò/phà * chìm, không còn thở/biết_gì, thở thoi_thóp/hổn_hển/khò_khè, thoi thóp, mắt trợn, trợn ngược/trắng
    kêu/lay/gọi không tỉnh/dậy, kêu/lay/gọi * không tỉnh_lại/tỉnh_dậy/nhúc_nhích, bé/cháu/em/ông/bà/người ** không phản_ứng/tỉnh_lại/tỉnh_dậy, ngã/té quỵ/gục, gục xuống, méo miệng
    đau/nhói * ngực * khó_thở/vã_mồ_hôi, lên cơn suyễn/hen_suyễn/động_kinh/co_giật, đứt lìa, đứt * ngón/bàn_tay/động_mạch, lòi xương, gãy * lòi, máy * cuốn/nghiến * tay/chân/tóc, bị máy * kẹp/cuốn/cán/ép
    bị cuốn vô/vào/trôi/xuống, bị cán chết/qua/nát/trúng/ngang, sét đánh * người/trúng, rò/ngộp/ngạt khí, rò rỉ khí, hít * khí_độc, xỉu/ngất * la liệt, kêu la * thảm/cứu, còn_người * kẹt/kêu/mắc/bên_trong/ở_trong
    sạt * vùi/đè_trúng/đè_lên, nước ** ngang/tới ngực/nóc, ngập/lũ ** nóc/mái nhà, trên nóc/mái nhà * cứu, lạc trong/giữa rừng, ông/bà/cụ/mẹ/ba * đi_lạc/mất_tích
    bé/cháu/con/em * tím_tái/tím_ngắt/tím_người, tím tái không, sơ_sinh * không_khóc/không_thở, chôn vùi, đất/đá/tường/nhà * chôn/đè/vùi * người/anh/chị/em/bé/cháu/mất, leo lên sân_thượng/nóc/cột/cầu * đòi/khóc/nhảy/doạ/dọa, đòi chết
    phát hiện * treo cổ, không biết bơi, người * kẹt bên_trong/ở_trong/trong_đó/dưới, thang máy * rớt/rơi/tuột/đứt, đè lên/trúng/ngang * người/chân/xe_máy/bé/anh, dưới bánh/gầm xe, còn dưới bánh/gầm
    lửa ăn/lan/táp/liếm, ói/nôn/ho ra_máu/máu, sốt cao * co_giật/mê, không cử_động, liệt nửa_người, sảy thai, người/bé/cháu/em/bà/ông/anh/chị * bị xe tông/đụng/cán, bị bắt_nhốt/giam_giữ/nhốt trong
    đánh * gãy_tay/gãy_chân/gãy_răng/chảy_máu/bất_tỉnh/nhập_viện, chó/bò/trâu/voi/khỉ/ong * tấn_công/húc người/bé/cháu/em/bà/ông/dân
    tông * bất_tỉnh/chảy_máu/bị_thương/gãy, xe cán * chết/gãy/chảy_máu/người, té/ngã xe * xỉu/chảy_máu/bất_tỉnh/gãy_tay/gãy_chân`),
  loose: phrases(`
    cháy hàng/vé/túi/máy/nắng/da/bóng/đèn/cầu/tủ/phòng/phố/mô/board/bo/cạnh/lưng/mặt/tivi/quạt/bếp/ổ_cắm/ổ_điện/ic/deadline/tài/đơn
    đèn/bóng/bóng_đèn * cháy, tivi/tủ/quạt/máy/motor/bơm/lạnh/ổn * cháy, phòng/chống/báo/chữa cháy, phòng cháy chữa cháy, cháy chữa cháy, nguy cơ * cháy, sợ * cháy, dễ * cháy, cháy nổ hũ, an toàn * cháy nổ, gây cháy nổ
    không/chưa * cháy, chống cháy, cháy hết mình, cháy giáo án
    năm ngoái * cháy, cháy * năm ngoái, cháy * hồi năm, cháy * tháng trước
    tiêu chảy, nước * chảy, chảy nước/tràn/xuống/ra/vô/vào/qua/yếu/xiết/ngược/lênh/rỉ/mạnh/nhỏ/giọt, bị/hay/cứ chảy, tan chảy
    chạy ngoài/xe/việc/sổ/án/chức/giấy/bộ/theo/lại/lên/xuống/ra/vô/vào/qua/về/tới/đi/nhanh/ẩu/ngày/ngang/suốt/ngược/quá/rông/lung/tiền/thuế/chợ/trốn/luôn/mất/dọc/thẳng/vòng/được/êm/bằng/máy/grab/thận/rầm/hoài/trên/dưới/ban/đêm/chậm/đầy/đều/điện/app
    đi/bỏ/phải/đã/máy/quạt/tàu/đang/hệ_thống/phần_mềm/app/bus/buýt/dân/mẹ/em/con/tụi/hay chạy
    xe * chạy ngày/nhanh/ẩu/quá/ngược/luôn/bỏ/trên/vô/vào/ngang/qua/ra/lên, đi chạy lại, ăn/cơm/quán/món/đồ chay, chay trường/tịnh/mặn, trai chay
    hay/thường/dễ/tránh/khỏi/kẻo/sợ/phòng/ngừa/nhiều/mấy/suýt/từng/bảo/giảm * tai nạn, có thể * tai nạn, nguy cơ * tai nạn, bao nhiêu * tai nạn, hàng loạt * tai nạn, bảo hiểm * tai nạn, điểm đen tai nạn, tai nạn lao động
    không có ai bị thương, không ai bị thương, không ai * thương, không có thương vong, thương binh/tật, thương cho/quá/tình
    hôi/khét/thối/mùi/khói/bụi/ngộp/nóng/phân/heo ** khó thở, muốn/mệt/sắp khó thở, muốn/mệt * xỉu/ngất/gãy, muốn gãy
    như cướp, như ăn cướp, ăn cướp, cướp đất/công/tiền/chỗ/khách
    nguy hiểm chết người, có ngày chết người, có ngày * chết, kẻo/sợ/coi_chừng/dễ/khéo * chết, cá/cây/heo/gà/vịt/bò/lúa/tôm/chó/mèo/con/ruộng * chết, chết máy/tiệt/được/mất/luôn/cha/mẹ/dở/đứng/khô/mê/cứng, muốn/mệt/nóng/đói/tức/ồn * chết
    phòng/khoa/bệnh_viện cấp cứu, khoa * cấp cứu, cấp cứu * thái độ/lâu/chờ
    xe/tàu/ga/đường/tường/bật/máy/que/cơm/giữ/đỏ lửa, ngọn lửa, lửa trại/thử, chạy ra mau/màu, ra màu, bắt đóng tiền/phí/thêm/quỹ/thuế/phạt/bảo_hiểm/đủ/hết, bất động sản, nước * ra mau/màu, nước * đỏ/vàng/đen
    giấy/thủ_tục/viện_phí/hồ_sơ * nhập viện, giấy/tiền/chế_độ/trợ_cấp/khai/chứng * tử_vong
    đốt ** khói, đốt khói, khói ** đốt, ống khói, khói * nhà_máy/công_ty/xưởng/lò/bếp
    yếu/chút/tí/một/ít/nhỏ/bé xíu, chém giá/gió/đẹp/mía/cây/ghê, chém * giá/giá_niêm, thiếu/không_có * cứu thương, hay/dễ/suýt/từng/thường/sợ/nhiều * tông/đụng/đâm
    kêu cứu vì/về, sợ/nguy_cơ/tránh/phòng/ngừa/chống/kẻo * ngộ độc, hay/thường * đánh nhau
    số/hẻm/nhà/đường/km/lô/tổ/kiệt/thửa/phòng 113/114/115
    tam/tân/xuân/lộc/phước/phú/hoà/bình/đông/trung/suối/phụng/phong/ngũ/mỹ/long/liên/hướng/gia/cam/an/thới/thạnh/thái/đại/vĩnh/thuận/nghĩa/chánh/hàm/hưng/sơn/khánh hiệp
    hiệp hoà/phước/hội/đức/thạnh/mỹ/lực/hưng/cường/bình/thành/phú/an/tân/lợi/nghĩa/tâm/long/nhất/xuân/thuận/sơn/định
    ngã tư, ${TITLE} hiệp/vui, ${SURNAME} hiệp/vui, ${SURNAME} ${MIDDLE_NAME} hiệp/vui, tên hiệp, hiệp hội, hiệp định, hiệp_sĩ/hiệp_đồng/hiệp_thương/hiệp_thông
    đắk/đắc/đăk/dak lua, kỳ lừa, bãi cháy, nậm chảy, hố/ổ/đá/nuôi/thịt/bán/nhà ga/gà
    vui lòng/vẻ/mừng/chơi/tươi/thích/nhộn/lắm/quá, rất/niềm/không/xin/ngày/khu/khỏi vui, tôi/mình là dì
    tai_nạn/cấp_cứu ** chuyển tiền/khoản, giả/lừa ** cấp_cứu/tai_nạn, dính điện_thoại, hồ sơ, treo cờ, tìm tài, xong vô/vào, chợ tự/đêm/xổm/chiều/sáng/nhỏ/cóc/tạm/trước, hay/thường/lâu_lâu nổ
    sợ/kẻo/nguy_cơ/lo * giật, sập mạng/web/nguồn/app/hệ/bẫy/giá/cổng/tiệm`),
  cues: phrases(`
    cháy, khói * nghi_ngút/mù_mịt/cuồn_cuộn, bốc khói, khói bốc, chém, tông nhau/trúng/chết/người, đụng nhau, đâm nhau, lửa, máu chảy/ra, ra máu, nhập viện, tử vong, bất động, ngất, xỉu, côn đồ, giang hồ, xã hội đen, vùi, ngạt, tai nạn, tn xe/oto/gt/gthong, bị thương, thương vong, thương nặng, khó thở, cướp, chết người, người * chết, cấp cứu, cứu thương, kêu cứu, kêu la cứu, ngộ độc, đánh nhau
    mất máu, gãy tay/chân/cổ/xương, vỡ đê/đập/hồ, chở/đưa * nhập/bệnh viện, chở/đưa đi_viện/đi_cấp_cứu, trạm/máy/bình biến áp/thế * nổ/cháy/lửa, hung khí, dính điện, treo/thắt cổ, tím tái, xông vô/vào nhà, điện * giật chết, bị phỏng, bị bỏng, đột nhập, hành hung, ngã từ, rò/xì/hở * ga/gas, mắc kẹt, kẹt trong/thang, bị kẹt, thả/té/rơi/ngã lầu, bị chém, bị đâm, bị đánh, hiếp, trộm * đang, đang * trộm`),
};

/** Asks to review a decision or act of an authority against one's own right (Luật Khiếu nại 2011, Điều 2). */
export const COMPLAINT: Cues = {
  always: phrases(`
    đơn ~khiếu ~nại, ~khiếu ~nại lần, ~khiếu ~nại * quyết định, ~khiếu ~nại * xử phạt, ~khiếu ~nại * cưỡng chế, ~khiếu ~nại * kỷ luật, ~khiếu ~nại * thu hồi, ~khiếu ~nại * bồi thường
    ~khiếu ~nại * đền bù, ~khiếu ~nại * giải quyết, ~khiếu ~nại * sổ, ~khiếu ~nại * ubnd, ~khiếu ~nại * uỷ ban, ~khiếu ~nại * bác đơn, gửi/nộp/làm/viết ~khiếu ~nại
    không đồng ý/tình * văn_bản/thông_báo/từ_chối/quyết_định/phạt/thu/kết/phương/giá/mức/bồi/đền/cưỡng, không chấp nhận * quyết_định/phạt/thu/kết/phương/giá/mức/bồi
    không chịu/phục/nhất_trí mức/giá/phương_án/cách_tính/quyết_định/kết_luận, không chịu * mức/giá * đền_bù/bồi_thường/quyết_định, không nhất trí * quyết_định/kết_luận/mức/giá/phương_án/đền_bù, minh oan, đình chỉ * oan/sai
    phản đối * thông_báo/kết_luận/biên_bản/mức/văn_bản/thu_hồi, phản đối ** huỷ/hủy/bãi/rút, xin/đề_nghị/yêu_cầu bỏ/gỡ/xoá/xóa quyết_định/lệnh_phạt/án_phạt/xử_phạt, rút_lại/đình_chỉ * quyết_định
    huỷ/hủy/bãi/rút * biên_bản/kết_luận/xử_phạt/lệnh_phạt/án_phạt, xét/tính/xử/giải_quyết lại ** quyết_định/kết_luận/xử_phạt/kỷ_luật, quyết_định/kết_luận ** xét/tính/xử/giải_quyết lại
    xem/xét lại ** đền_bù/đền_cho_tôi/bồi_thường/phục_hồi, xem xét lại ** văn_bản/kết_luận, giải_quyết/gq lần đầu/một/1/hai/2 ** thoả_đáng/đồng_ý/phục
    giữ sai/trái luật, thu/tạm/bị giữ ** sai/trái/không_đúng luật/pháp_luật/thẩm_quyền, tịch thu ** sai/trái luật/pháp_luật, thu_giữ/tịch_thu/tạm_giữ ** bồi thường, sai trình_tự/thẩm_quyền, không đúng trình_tự/thẩm_quyền
    bị xã/phường/uỷ_ban/ubnd ** đập/tháo_dỡ/phá_dỡ/ủi/cưỡng_chế, đòi bồi_thường ** phường/xã/uỷ_ban/ubnd, xã/phường/uỷ_ban/ubnd ** phải bồi_thường
    xử/kỷ_luật/đình_chỉ/đuổi/tước/giam/bắt/thu_hồi * oan/quá_nặng, phục_hồi/khôi_phục * quyền_lợi/công_việc/danh_dự/chức_vụ, nhận * trở_lại làm, oan sai/ức/uổng
    không thống nhất * quyết_định/phương/giá/mức/bồi, không phục * quyết_định/phạt, phản đối * quyết_định/cưỡng, phản đối quyết định
    quyết định * sai/oan/trái/vô/ép, quyết định * không đúng/hợp/khách/thoả
    xem xét lại * quyết_định/phạt/kỷ/mức/cưỡng, xem lại * quyết định, xét lại quyết định, huỷ/hủy/bãi/rút * quyết định, thu hồi quyết định, thu hồi lại quyết định
    xử phạt * oan/sai/vô/trái, phạt oan/sai, bị phạt * oan/sai/vô lý, phạt nguội * oan/sai/nhầm, phạt * không đúng
    cưỡng chế * không/trái/sai/bồi/đập/đòi, đập/tháo * nhà/quán * không * quyết_định/thông
    kiện ra toà, kiện * toà, khởi kiện, thưa kiện, kiện ubnd/xã/phường/sở/uỷ
    bồi thường * không thoả, đền bù * không thoả, bồi thường * thấp/rẻ/ít/bèo, đền bù * thấp/rẻ/ít/bèo, giá * bồi/đền * thấp/rẻ
    thu hồi đất * không/sai/trái/ép/oan, buộc thôi việc * không/sai/oan, buộc thôi việc`),
  loose: phrases(`
    gọi/điện/alo/nhắn/phone/kêu * ~khiếu ~nại, lên ~khiếu ~nại, ~khiếu ~nại hoài/mãi/miết/suốt/quài/nhiều
    ~khiếu ~nại * điện/nước/mạng/rác/wifi/internet/cước/sóng/ồn/loa/karaoke/ngập/cống/đèn/đường/xe/buýt/shop/hàng/phẩm/tổng/cúp/giao/ship
    không phục vụ/hồi/tùng, phục vụ
    tổng đài/phòng/bộ_phận/hộp_thư/nhân_viên * ~khiếu ~nại, giải quyết ~khiếu ~nại * khách`),
  cues: phrases(`~khiếu ~nại, ~khiếu ~lại, bị oan, quá oan, không phục, không tâm phục`),
};

/** Reports a breach of law by a person, above all in office (Luật Tố cáo 2018, Điều 2). */
export const DENUNCIATION: Cues = {
  always: phrases(`
    đơn tố cáo, tố cáo ông/bà/anh/chị/cán/chủ/trưởng/công/phó/giám/hành/việc/ấp/lãnh/hiệu/địa/phường/xã/cb/ubnd, xin/muốn/tôi/dân/em/gửi/gởi/ký * tố cáo, tố giác, tố tham/nhận
    tham ô, ăn chặn, cắt xén, biển thủ, chung chi, lót tay, tiền bôi trơn, nhận hối lộ, đưa hối lộ, đòi hối lộ, vòi tiền, vòi vĩnh, vòi #, tiền trà nước
    bỏ phong bì, đưa phong bì, nhận phong bì, đòi phong bì, kẹp phong bì, kẹp tiền, cặp phong bì
    gợi ý * bồi_dưỡng/phong_bì/#, đòi bồi dưỡng, lập khống, khai khống, kê khống, chứng từ * khống, rút ruột, rút * quỹ * chia/riêng/túi, tiền quỹ chia, bỏ túi riêng
    lạm/lợi dụng chức/quyền, lạm quyền, lộng quyền * #, bao che * phạm/sai/tội/người/cán/cho, tiếp tay * phạm/lậu/tặc/cho
    ăn chia, thông đồng * nhà_thầu/công_ty/doanh_nghiệp/chủ/với/nâng/chia, cấu/câu kết với/nâng/chiếm/chia, móc ngoặc, móc nối * cán_bộ/công_an/lấy/chia, nâng giá * chia/bỏ/hưởng/chênh, chống lưng, chia chác, xà xẻo
    giả/giả_mạo chữ_ký, ${OFFICIAL} ** tự_sửa/tự_ý_sửa/tẩy_xoá/tẩy_xóa/làm_giả/giả_mạo/khai_man, ${OFFICIAL} ** sửa ** sang tên, ${OFFICIAL} ** sửa sổ_mục_kê/mục_kê/sổ_địa_chính/bản_đồ, ${OFFICIAL} ** sang_tên/đứng_tên * em_vợ/em_ruột/người_nhà/vợ_ông/con_ông/ổng
    người_nhà/em_ruột/bà_con/em_vợ/sân_sau ** trúng_thầu, giá * đội/nâng ** chia nhau/chác, được/có chung tiền/đủ, ${OFFICIAL} ** đưa/kê/đăng_ký * người_nhà/bà_con/người_thân/con_cháu * vô/vào
    người_nhà/bà_con/người_thân cán_bộ/trưởng_ấp/chủ_tịch ** hộ_nghèo/hỗ_trợ/danh_sách, ${OFFICIAL} * nhận/đòi/lấy/vòi ** nghìn, ${OFFICIAL} ** lấy/rút #/quỹ/vốn * xài/tiêu/bỏ_túi
    dùng/lấy/mượn/mạo tên ** vay/rút/nhận * xài/tiêu/bỏ_túi, ${OFFICIAL} ** lấy/dùng/mượn/đứng tên * vay, kẹp/nhét/dúi #, kẹp/nhét/dúi * # * hồ_sơ/mới/thì, ${OFFICIAL} ** ỉm/nuốt/xài/giữ_lại #/quỹ/quà/gạo
    cán/công/lãnh/chính * bảo kê, bảo kê * cát/bãi/sòng/quán/trường/cho, được * bảo kê, cát tặc/lậu * công/cán/bảo
    chạy sổ/án/chức/việc/điểm/trường * #, # * chạy sổ/án/chức/việc/điểm/trường
    ${OFFICIAL} * nhận/đòi/lấy/vòi/ăn/ép/giữ/rút/chia ** #, ${OFFICIAL} * xin/đưa/bắt/thu * #, ${OFFICIAL} * cấp/chia/bán/duyệt/ưu_tiên * người_nhà/người_thân/người_quen/bà_con
    ubnd/uỷ_ban/xã/phường * chia/bán/cấp * người_nhà/người_thân/người_quen, vụ lợi, tư lợi, tham tiền/của
    đòi/vòi ** # * mới ký/làm/cho/duyệt/giải/xong/cấp, muốn nhanh * #/phong/bồi/đưa/bỏ
    đưa # * mới ký/làm/cho/duyệt/giải/xong/cấp, không đưa # * không/khỏi/thì
    sai phạm * cán/lãnh/chủ/ông/bà/giám/hiệu, ông/bà * sai phạm/tham/ăn/chiếm, cán/chủ/trưởng/kế/ông/bà/giám/hiệu ** chiếm đoạt`),
  loose: phrases(`
    khả năng, lại/lái qua, lại quá, đồ/sách/hàng/đèn/máy bỏ túi, lớp/khoá/trung_tâm/tập_huấn/học/thi bồi dưỡng, bồi dưỡng kiến/nghiệp/chính/đảng/học/giáo/cán/năng/sức/chuyên
    phòng chống tham, chống tham nhũng
    cây/nhà/cột/tường/trụ/tòa/toà/dàu/dầu/người/dáng/con/xe/khung/lầu/loa/rào/máy/sóng/bảng/ăng * to cao, to cao quá/hơn/lớn/khoẻ/lắm/chắn/che/wa/vậy, to cao * canh/che/chắn
    dân/dư_luận/báo/bạn_đọc tố`),
  cues: phrases(
    `tố cáo, hối lộ, tham nhũng, ăn bớt, ăn tiền, bảo kê, lại quả, nâng khống, chạy án, phong bì, bỏ túi, đút lót, bồi dưỡng`,
  ),
};

/** Heard before everything else: what somebody says this is not. */
export const DENIED: PhraseList = phrases(`
  không ~khiếu ~nại, không có ~khiếu ~nại, không/chẳng phải * ~khiếu ~nại, không muốn ~khiếu ~nại
  không tố cáo, không có tố cáo, không/chẳng phải * tố cáo, không muốn tố cáo`);

/** What a no says nothing happened about: heard before the accusing phrases, "không nhận tiền". */
export const NEGATED_TAKING: PhraseList = phrases(`
  chưa/không nhận/thu/lấy/đòi, chưa/không được/thấy nhận/thu/lấy, không có nhận/thu/lấy/đòi, chưa/không * phải đưa`);

/** "Chị Thắm ở nhà bên" without its accents: where a person lives, not what somebody took. */
export const LIVES_AT: PhraseList = phrases(
  `thắm ở nhà/số/khu/đường/hẻm/ấp/tổ/phường/xã/gần/bên/cạnh/đây/kế/cuối/đầu/trọ/một_cửa`,
);

/** What only looks like it: "nở đỏ như lửa cháy" is a tree in flower. */
export const COMPARED: PhraseList = phrases(`
  như/giống lửa cháy/đốt, như/giống cầm/lấy/ai * dao, như/giống dao đâm/cứa/cắt, như/giống * vào/vô lỗ_tai`);

const HARM =
  'đuối_nước/chết_đuối/chảy_máu/cấp_cứu/tai_nạn/cháy/gãy_tay/gãy_chân/bị_thương/nhập_viện/điện_giật/lọt_cống/lọt_hố/ngộ_độc/té_gãy/đụng_nhau/tông_nhau';

/** What happened some time ago, told as the reason for a request of today. */
export const LONG_AGO: PhraseList = phrases(`hôm_trước/bữa_trước/hôm_bữa/từng_có/từng_bị/từng_xảy_ra ** ${HARM}`);
/** The same, in words that without accents spell something else: "nam ngoai duong" is who lies in the road. */
export const LONG_AGO_WITH_ACCENTS: PhraseList = phrases(
  `năm_ngoái/năm_trước/tháng_trước/tuần_trước/hồi_xưa ** ${HARM}`,
);
/** Between the two: it goes on, or has come back. */
export const NOW: PhraseList = phrases(
  'nay, giờ, bây giờ, hiện, đang, vừa, mới, lại, còn, chưa, tiếp, liền, gấp, cứu, hôm qua',
);

/** Somebody only says to be an official: fraud by strangers, not an official's doing. */
export const PRETENDED_OFFICE: PhraseList = phrases(`
  giả/mạo danh * cán/công/nhân/điện/toà, tự xưng * cán/công/nhân/điện/nv/toà, giả làm/công/mạo * công/cán/an, xưng * công/cán/nhân/nv`);
