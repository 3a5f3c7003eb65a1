/**
 * People of history after whom streets, schools and squares are called, without accents: "ngã tư Phan Đình Phùng" names
 * a place. Whoever is called so today is hidden after a title all the same.
 */
const NAMESAKES: ReadonlySet<string> = new Set(
  (
    'an duong vuong|au co|ba trieu|bach dang|bui huu nghia|bui thi xuan|bui trong nghia|bui van hoa|bui vien|cao ba quat|' +
    'cao thang|cach mang thang tam|chau van liem|chu van an|dang duc thuat|dang tran con|dang thai mai|dang thuy tram|' +
    'dang van bi|dien bien phu|dinh bo linh|dinh quang an|dinh tien hoang|do van thi|doan thi diem|doan van cu|dong khoi|' +
    'duong bach mai|duong dinh nghe|duong tu giang|ha huy giap|ha huy tap|hai ba trung|ham nghi|han thuyen|hoang ba bich|' +
    'hoang dieu|hoang hoa tham|hoang minh chau|hoang quoc viet|hoang van thu|hoang van bon|ho chi minh|ho hoa|ho tung mau|ho van dai|' +
    'ho van leo|ho xuan huong|hung vuong|huyen tran cong chua|huynh thuc khang|huynh van luy|huynh van nghe|huynh tan phat|' +
    'kim dong|la xuan oai|le anh xuan|le chan|le dai hanh|le duan|le duc tho|le hong phong|le hong son|le hien mai|le hong lam|le hoa binh|le lai|le loi|' +
    'le loc|le nguyen dat|le quang dinh|le quy don|le thanh tong|le thanh ton|le thi hong gam|le thi rieng|le trong tan|le van duyet|' +
    'le van huu|le van sy|le van tam|le van viet|luong dinh cua|luong khanh thien|luong ngoc quyen|luong the vinh|luong van can|luong van nho|ly chinh thang|' +
    'ly nam de|ly thai to|ly thuong kiet|ly tu trong|mac dinh chi|mac thi buoi|mai chi tho|mai hac de|mai thuc loan|nam ky khoi nghia|' +
    'ngo chi quoc|ngo duc ke|ngo gia tu|ngo quyen|ngo si lien|ngo tat to|ngo thi nham|nguyen ai quoc|nguyen an ninh|nguyen bieu|nguyen binh khiem|' +
    'nguyen chi thanh|nguyen cong hoan|nguyen cong tru|nguyen cu trinh|nguyen cuu dam|nguyen dinh chieu|nguyen dinh thi|nguyen du|' +
    'nguyen duc canh|nguyen duc ung|nguyen gia thieu|nguyen hien|nguyen hoang|nguyen hong dao|nguyen hue|nguyen huu canh|nguyen huu cau|nguyen huu tho|' +
    'nguyen khoai|nguyen khuyen|nguyen kiem|nguyen luong bang|nguyen nghiem|nguyen oanh|nguyen phong sac|nguyen phuc chu|nguyen quyen|' +
    'nguyen son|nguyen tat thanh|nguyen thai binh|nguyen thai hoc|nguyen thanh dang|nguyen thanh phuong|nguyen thi dinh|nguyen thi giang|nguyen thi minh khai|nguyen thi ton|' +
    'nguyen thien thuat|nguyen thong|nguyen trai|nguyen tri phuong|nguyen trung truc|nguyen truong to|nguyen tu gian|nguyen van a|nguyen van be|nguyen van bua|nguyen van cu|' +
    'nguyen van hoa|nguyen van hoai|nguyen van huong|nguyen van ky|nguyen van linh|nguyen van luong|nguyen van nghi|nguyen van nguyen|nguyen van qua|nguyen van thoai|nguyen van tien|' +
    'nguyen van ton|nguyen van tri|nguyen van troi|nguyen van vinh|nguyen viet xuan|nguyen xi|nguyen xien|nong van den|ong ich khiem|pham hong thai|' +
    'pham hung|pham huu lau|pham ngoc thach|pham ngu lao|pham the hien|pham van bach|pham van chieu|pham van dong|pham van hai|pham van khoai|pham van thuan|phan boi chau|phan chu trinh|' +
    'phan dang luu|phan dinh giot|phan dinh phung|phan huy chu|phan huy ich|phan ke binh|phan phu tien|phan trung|phan van dang|phan van hon|phan van khoe|phan van tri|phu dong thien vuong|' +
    'phung hung|phung khac khoan|quang trung|su van hanh|suong nguyet anh|ta uyen|thai phien|thi sach|thich quang duc|thanh thai|to hieu|to hien thanh|to huu|' +
    'to ngoc van|to vinh dien|ton duc thang|ton that dam|ton that hiep|ton that thuyet|ton that tung|tran binh trong|tran cao van|' +
    'tran cong an|tran dai nghia|tran dang ninh|tran hung dao|tran huu trang|tran khac chung|tran khanh du|tran khat chan|tran mai ninh|tran nao|' +
    'tran nguyen han|tran nhan tong|tran nhat duat|tran phu|tran quang dieu|tran quang khai|tran quoc hoan|tran quoc thao|tran quoc toan|tran quoc tuan|tran quy cap|' +
    'tran te xuong|tran thi nghi|tran thu do|tran van dang|tran van giau|tran van on|tran van tra|tran van xa|tran xuan do|trinh hoai duc|trinh dinh thao|trung nhi|trung trac|truong chinh|truong cong dinh|' +
    'truong dinh|truong han sieu|truong quyen|truong vinh ky|truong van bang|tu duc|vo dong son|vo nguyen giap|vo thi sau|vo tanh|vo truong toan|vo van kiet|vo van ngan|vo van tan|vo van tan|vu hong pho|vu ngoc phan|' +
    'vu tong phan|vuong thua vu|xo viet nghe tinh|y lan|yet kieu|yersin'
  ).split('|'),
);

export const isNamesake = (low: string): boolean => NAMESAKES.has(low);

/** Words of the longest name in the list. */
export const LONGEST_NAMESAKE = 4;
