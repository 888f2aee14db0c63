/* The people of the training store. All of them are invented; the identity numbers have valid check characters, so that they
 * can be typed and looked up like any others. */
#include "db/training_parts.h"

#define PASSWORD "Peixun-2026"

// clang-format off
static const struct trainee staff[] = {
	{ "jb", "林小满", PASSWORD, ROLE_BIT(ROLE_CLERK) },
	{ "ys", "顾长风", PASSWORD, ROLE_BIT(ROLE_DOCTOR) },
	{ "ys2", "沈清河", PASSWORD, ROLE_BIT(ROLE_DOCTOR) },
	{ "yy", "苏一禾", PASSWORD, ROLE_BIT(ROLE_SEAL_KEEPER) },
	{ "fz", "陆远山", PASSWORD, ROLE_BIT(ROLE_HEAD) },
	{ "xt", "白守一", PASSWORD, ROLE_BIT(ROLE_SYSTEM_ADMIN) },
	{ "aq", "石安之", PASSWORD, ROLE_BIT(ROLE_SECURITY_ADMIN) },
	{ "sj", "严明镜", PASSWORD, ROLE_BIT(ROLE_AUDITOR) },
};

/* Row by row those of `staff`. */
static const struct training_post posts[ARRAY_SIZE(staff)] = {
	[1] = { "XD0000000001", "主任医师", "" },
	[2] = { "XD0000000002", "副主任医师", "" },
	[3] = { "", "", "医疗保险专用章（培训）" },
};

static const struct training_disease diseases[CASE_COUNT] = {
	[CASE_WILSON] = { "M01904", "肝豆状核变性", "",
		{ { "prior_diagnosis", "true", "" }, { "ceruloplasmin", "92", "mg/L" }, { "kf_ring", "true", "" } }, "" },
	[CASE_WILSON_REFERENCE] = { "M01904", "肝豆状核变性", "幼年起病，家族中两人确诊，青霉胺治疗有效。",
		{ { "neuro_psychiatric", "true", "" }, { "ceruloplasmin", "215", "mg/L" }, { "kf_ring", "false", "" } },
		"省级医院会诊确诊，基因报告原件已见，铜蓝蛋白在治疗后测得" },
	[CASE_DIABETES] = { "M01602", "2型糖尿病", "病程八年，口服药控制不佳，糖化血红蛋白 9.1%，合并早期肾病。", { { 0 } }, "" },
	[CASE_HYPERTENSION] = { "M03901", "高血压 2 级", "三次不同日测量 168/104 mmHg 左右，心脏彩超示左室肥厚。", { { 0 } }, "" },
	[CASE_PARKINSON] = { "M02300", "帕金森病", "静止性震颤、动作迟缓三年，左旋多巴治疗有效。", { { 0 } }, "" },
};

#define RESIDENT "390"
#define EMPLOYEE "310"
#define NOBODY "", "", ""
#define CARD "", "", ""

/* Three ways, and on each a filing in every state. */
static const struct training_person people[] = {
	{ "张晓雁", "51110219900307662", CARD, "13900000001", RESIDENT, WAY_IN_HOSPITAL, CASE_WILSON, STATE_DRAFT, 0, NOBODY },
	{ "吉克木呷", "51113319780512013", CARD, "13900000002", RESIDENT, WAY_IN_HOSPITAL, CASE_HYPERTENSION, STATE_READY, 0, NOBODY },
	{ "沙马阿依", "51113219850930024", CARD, "13900000003", RESIDENT, WAY_IN_HOSPITAL, CASE_DIABETES, STATE_CERTIFIED, 0, NOBODY },
	{ "阿苏·伍各", "51113319920715017", CARD, "13900000005", RESIDENT, WAY_IN_HOSPITAL, CASE_WILSON_REFERENCE, STATE_FILED, 0, NOBODY },
	{ "龚䶮", "51118120010630031", CARD, "13900000006", RESIDENT, WAY_IN_HOSPITAL, CASE_HYPERTENSION, STATE_RETURNED, 0, NOBODY },
	{ "李㛃", "51112319690218042", CARD, "13900000007", RESIDENT, WAY_IN_HOSPITAL, CASE_DIABETES, STATE_DECLINED, 0, NOBODY },
	{ "𠮷永昌", "51110219480822019", CARD, "13900000008", EMPLOYEE, WAY_IN_HOSPITAL, CASE_PARKINSON, STATE_SUPERSEDED, 0, NOBODY },
	{ "曲比·史古莫", "51113219961111028", CARD, "13900000009", RESIDENT, WAY_IN_HOSPITAL, CASE_DIABETES, STATE_REVOKED, 0, NOBODY },
	{ "陈秀瑛", "51112619430405046", CARD, "13900000010", RESIDENT, WAY_IN_HOSPITAL, CASE_HYPERTENSION, STATE_EXPIRED, -3, NOBODY },
	{ "罗建鸣", "51112419611203055", CARD, "13900000011", EMPLOYEE, WAY_IN_HOSPITAL, CASE_DIABETES, STATE_FILED, 21, NOBODY },
	{ "Maria Santos", "EB1234567", "08", "2", "47", "13900000012", EMPLOYEE, WAY_IN_HOSPITAL, CASE_HYPERTENSION, STATE_SEALED, 0, NOBODY },

	{ "周明悦", "51111219740910022", CARD, "13900000021", RESIDENT, WAY_ELSEWHERE, CASE_DIABETES, STATE_DRAFT, 0,
	  "周立春", "51111220010101011", "子女" },
	{ "邓开霁", "51112919660606035", CARD, "13900000022", RESIDENT, WAY_ELSEWHERE, CASE_PARKINSON, STATE_READY, 0, NOBODY },
	{ "毛永馥", "51118119590129048", CARD, "13900000023", RESIDENT, WAY_ELSEWHERE, CASE_HYPERTENSION, STATE_CERTIFIED, 0, NOBODY },
	{ "赵雨潼", "51110219991231068", CARD, "13900000024", RESIDENT, WAY_ELSEWHERE, CASE_WILSON, STATE_SEALED, 0,
	  "赵敬堂", "51110219700520013", "父母" },
	{ "吴秀岚", "51112319520303028", CARD, "13900000025", RESIDENT, WAY_ELSEWHERE, CASE_DIABETES, STATE_RETURNED, 0, NOBODY },
	{ "郑家旺", "51111319630817033", CARD, "13900000026", EMPLOYEE, WAY_ELSEWHERE, CASE_HYPERTENSION, STATE_DECLINED, 0, NOBODY },
	{ "冯玉湄", "51112619810426042", CARD, "13900000027", RESIDENT, WAY_ELSEWHERE, CASE_PARKINSON, STATE_SUPERSEDED, 75, NOBODY },
	{ "海来·阿枝", "51113319870404058", CARD, "13900000028", RESIDENT, WAY_ELSEWHERE, CASE_DIABETES, STATE_REVOKED, 0, NOBODY },
	{ "蒋天佑", "51112419501015013", CARD, "13900000029", RESIDENT, WAY_ELSEWHERE, CASE_HYPERTENSION, STATE_EXPIRED, -10, NOBODY },
	{ "杨光蓉", "51110219720809024", CARD, "13900000030", EMPLOYEE, WAY_ELSEWHERE, CASE_DIABETES, STATE_FILED, -2, NOBODY },

	{ "高玉珊", "14110219880214026", CARD, "13900000041", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_DRAFT, 0, NOBODY },
	{ "任改枚", "14112119751108044", CARD, "13900000042", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_READY, 0, NOBODY },
	{ "薛海梁", "14112219830325019", CARD, "13900000043", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_CERTIFIED, 0, NOBODY },
	{ "郭爱萍", "14118119911219026", CARD, "0358-8200044", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_SEALED, 0, NOBODY },
	{ "韩冬枚", "14112319790707062", CARD, "13900000045", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_RETURNED, 0, NOBODY },
	{ "白雪岑", "14112419940811034", CARD, "13900000046", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_DECLINED, 0, NOBODY },
	{ "张保坪", "14112519680916015", CARD, "13900000047", EMPLOYEE, WAY_REGISTERED, CASE_WILSON, STATE_SUPERSEDED, 0, NOBODY },
	{ "闫桂澜", "14112619570130028", CARD, "13900000048", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_REVOKED, 0, NOBODY },
	{ "梁润昇", "14112719850603037", CARD, "13900000049", RESIDENT, WAY_REGISTERED, CASE_WILSON, STATE_EXPIRED, -5, NOBODY },
};
// clang-format on

size_t training_staff_count(void)
{
	return ARRAY_SIZE(staff);
}

const struct trainee *training_staff(size_t i)
{
	return &staff[i];
}

const struct training_post *training_post(size_t i)
{
	return &posts[i];
}

const struct training_disease *training_disease(enum training_case c)
{
	return &diseases[c];
}

size_t training_people_count(void)
{
	return ARRAY_SIZE(people);
}

const struct training_person *training_person(size_t i)
{
	return &people[i];
}
