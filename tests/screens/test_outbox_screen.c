/* Covers the outbox screen from a filing that was filed to its serial number, the platform's parameters, and the centre's page. */
#include "tests/screens/route.h"
#include "tests/unit/platform.h"

#define SERIAL "511100202611220000000000000001"

/* Two filings of one desk: the platform's number of the second one's person is not known. */
struct place {
	struct office o;
	struct route r;
};

static void open_place(struct place *p)
{
	struct err err = { 0 };

	platform_open(&p->o);
	platform_filed(&p->o, 1);
	office_bring(&p->o, office_register(&p->o, "wm", 2), STATE_FILED);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++) {
		office_who(&p->o, people_rows[i].login);
		assert_int_equal(staff_sign_out(p->o.st, ACT_SIGN_OUT, &err), 0);
	}
	store_close(p->o.s.st);
	p->o.s.st = NULL;
	p->r = (struct route) { 0 };
	scene_folder(p->r.folder);
	snprintf(p->r.db, sizeof(p->r.db), "%s", p->o.s.path);
}

static void close_place(struct place *p)
{
	route_end(&p->r);
	p->o.s.st = p->o.st = open_store(p->o.s.path);
	office_close(&p->o);
}

static void go(struct place *p, char digit, const char *words)
{
	char key[] = { digit, '\0' };

	desk_keys(p->r.desk, "8<Enter>");
	scene_sees(p->r.desk, "平台报送", "what goes in and out");
	desk_keys(p->r.desk, key);
	scene_sees(p->r.desk, words, "there");
}

/* The number of the only request in a file. */
static void request_number(const char *path, char out[31])
{
	char line[4096] = "", *at;
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	fclose(in);
	at = strstr(line, "\"msgid\":\"");
	assert_non_null(at);
	snprintf(out, 31, "%.30s", at + strlen("\"msgid\":\""));
}

static void write_reply(const char *path, const char *msgid)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fprintf(out,
		"{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		"\"" SERIAL "\"}}}\n",
		msgid);
	fclose(out);
}

/* File the number that is missing, write the file, take in the reply. */
static void outbox__goes__from_unsent_to_answered(void **unused)
{
	struct place p;
	struct desk *d;
	char keys[1200], path[600], reply[600], msgid[31];

	(void)unused;
	open_place(&p);
	route_as(&p.r, "wm");
	d = p.r.desk;
	go(&p, '3', "1 未送 2");
	scene_sees(d, "齐全，可以报送", "the first one has all");
	desk_keys(d, "<Down>");
	scene_sees(d, "psn_no 人员编号：没有", "the second one lacks its number");
	desk_keys(d, "<F2>");
	scene_sees(d, "写报送文件", "where to");
	snprintf(path, sizeof(path), "%s/out.jsonl", p.r.folder);
	snprintf(keys, sizeof(keys), "<Enter><C-u>%s<Enter>", path);
	desk_keys(d, keys);
	scene_sees(d, "已写出 1 条 2503", "one went out");
	scene_sees(d, "另有 1 件缺少内容", "and one is told");
	scene_sees(d, "1 未送 1   2 已送 1", "the counts");
	desk_keys(d, "<Enter>");
	scene_sees(d, "参保地医保区划", "what is asked for once");
	desk_keys(d, "511100000000000000000002<Enter>5111<F2>");
	scene_sees(d, "医保区划须是 6 位数字", "no region");
	scene_look_up();
	/* The cursor stands where it is mended. */
	desk_keys(d, "00<F2>");
	scene_sees(d, "人员编号已保存", "kept");
	scene_sees(d, "齐全，可以报送", "nothing is missing any more");

	request_number(path, msgid);
	snprintf(reply, sizeof(reply), "%s/answer.json", p.r.folder);
	write_reply(reply, msgid);
	desk_keys(d, "<F4>");
	scene_sees(d, "选择回执文件", "which file");
	snprintf(keys, sizeof(keys), "%s<Enter>", reply);
	desk_keys(d, keys);
	scene_sees(d, "已回执 1，退回 0", "it was taken in");
	desk_keys(d, "3");
	scene_sees(d, SERIAL, "the serial number");
	desk_keys(d, "<Enter>");
	scene_sees(d, "国家平台：2503 已回执，流水号 " SERIAL, "beside the filing");
	desk_keys(d, "<C-t>");
	scene_sees(d, "修改史", "its history");
	scene_sees(d, "流水号 " SERIAL, "there too");
	close_place(&p);
}

static void outbox__sends_again__what_went_astray(void **unused)
{
	struct place p;
	struct desk *d;
	char keys[700];

	(void)unused;
	open_place(&p);
	route_as(&p.r, "zl");
	d = p.r.desk;
	go(&p, '3', "1 未送 2");
	desk_keys(d, "<F5>");
	scene_sees(d, "只有已送和退回的可以重送", "what was never sent");
	snprintf(keys, sizeof(keys), "<F2><Enter><C-u>%s/out.jsonl<Enter>", p.r.folder);
	desk_keys(d, keys);
	scene_sees(d, "已写出 1 条", "sent");
	snprintf(keys, sizeof(keys), "<F2><Enter><C-u>%s/out.jsonl<Enter>", p.r.folder);
	desk_keys(d, keys);
	scene_sees(d, "已有文件", "what was sent is not written over");
	scene_look_up();
	desk_keys(d, "<Esc>");
	scene_sees(d, "没有保存", "asked");
	desk_keys(d, "1");
	scene_lacks(d, "没有保存", "away");
	desk_keys(d, "2");
	scene_sees(d, "out.jsonl", "where it was written to");
	desk_keys(d, "<F5>");
	scene_sees(d, "平台会有两份", "what it may lead to");
	desk_keys(d, "1");
	scene_sees(d, "已回到未送", "back");
	scene_sees(d, "1 未送 2   2 已送 0", "the counts");
	close_place(&p);
}

static void site__is_typed__and_refused(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	open_place(&p);
	route_as(&p.r, "hzr");
	d = p.r.desk;
	go(&p, '4', "就医地医保区划");
	desk_keys(d, "<C-u>5111<Enter>");
	scene_sees(d, "“5111”不能用：须是 6 位数字", "why not");
	scene_look_up();
	desk_keys(d, "82<Enter>");
	scene_sees(d, "就医地医保区划已保存", "kept");
	desk_keys(d, "<Down><Down><C-u><Down>");
	scene_sees(d, "接收方系统代码必须填写", "what must be there");
	scene_look_up();
	desk_keys(d, "<F12>");
	scene_sees(d, "不要了吗", "asked before it is lost");
	desk_keys(d, "1");
	scene_lacks(d, "接收方系统代码", "left");
	route_home(d);
	go(&p, '4', "511182");
	close_place(&p);
}

static void centre__leads_through__the_page(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	open_place(&p);
	route_as(&p.r, "wm");
	d = p.r.desk;
	route_open(d, "张晓燕");
	scene_sees(d, "已备案，不能再改", "the form");
	route_menu(d, "中心页面");
	scene_sees(d, "已录 0/", "nothing is typed over yet");
	desk_keys(d, "<Enter>");
	scene_sees(d, "已录 1/", "one is");
	desk_keys(d, "<Down><Down>");
	scene_sees(d, "已录 1/", "going past is not typing over");
	desk_keys(d, "<F2>");
	scene_sees(d, "已在中心页面录入", "all of it");
	desk_keys(d, "5111-77<Enter>");
	scene_sees(d, "已记为在中心页面录入", "kept");
	desk_keys(d, "<Down>");
	scene_sees(d, "平台已有此件，流水号 5111-77", "known");
	desk_keys(d, "<F12>");
	route_home(d);
	go(&p, '3', "3 已回执 1");
	desk_keys(d, "3");
	scene_sees(d, "记为已在中心页面录入", "told as what it is");
	scene_sees(d, "流水号 5111-77", "with the number");
	close_place(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outbox__goes__from_unsent_to_answered),
		cmocka_unit_test(outbox__sends_again__what_went_astray),
		cmocka_unit_test(site__is_typed__and_refused),
		cmocka_unit_test(centre__leads_through__the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
