/* Covers db/materials: what may be attached, by whom and when, and that what is kept is what was brought. */
#include "tests/people.h"
#include "tests/pictures.h"
#include "tests/unit/rows.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "db/audit.h"
#include "db/child.h"
#include "db/materials.h"

#define PAINT "1 0 0 rg 0 0 595 842 re f"

/* A desk with its people, a filing, and files to attach in `folder`. */
struct scene {
	struct scratch s;
	struct actor clerk, doctor, keeper, auditor;
	int64_t filing;
};

static void actor_called(struct store *st, const char *login, struct actor *out)
{
	people_sign_in(st, login, out, NULL);
}

static int set_up(void **state)
{
	static struct scene scene;
	struct filing_record r = person("张晓燕", "511102199003076642", "13812345678");

	scratch_store(&scene.s);
	people_set_up(scene.s.st);
	actor_called(scene.s.st, "ljg", &scene.doctor);
	actor_called(scene.s.st, "cf", &scene.keeper);
	actor_called(scene.s.st, "sj", &scene.auditor);
	actor_called(scene.s.st, "wm", &scene.clerk);
	save(scene.s.st, &r);
	scene.filing = r.id;
	filing_record_finish(&r);
	*state = &scene;
	return 0;
}

static void remove_folder(const char *folder)
{
	DIR *d = opendir(folder);

	for (struct dirent *e; d && (e = readdir(d));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	rmdir(folder);
}

static int tear_down(void **state)
{
	struct scene *scene = *state;
	char folder[160];

	snprintf(folder, sizeof(folder), "%s.materials", scene->s.path);
	remove_folder(folder);
	scratch_remove(&scene->s);
	return 0;
}

static struct material about(const struct scene *scene, const char *kind)
{
	struct material m = { .filing = scene->filing,
			      .issued = "2026-03-01",
			      .issuer = "四川大学华西医院" };

	snprintf(m.kind, sizeof(m.kind), "%s", kind);
	return m;
}

/* The names in the materials' folder; how many. */
static int kept_files(const struct scene *scene, char names[][80], int space)
{
	char folder[160];
	int count = 0;
	DIR *d;

	snprintf(folder, sizeof(folder), "%s.materials", scene->s.path);
	d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		assert_true(count < space);
		snprintf(names[count++], 80, "%s", e->d_name);
	}
	if (d)
		closedir(d);
	return count;
}

/* From outside, past every guard. */
static void set_state(struct scene *scene, enum filing_state state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "UPDATE filing SET state = '%s'", state_name(state));
	put(&scene->s, sql);
}

/* ---- looking ---- */

static void material_look__tells__type_and_pages(void **unused)
{
	static const struct {
		const char *path, *type;
		int64_t pages;
	} rows[] = {
		{ "look.png", "image/png", 1 },
		{ "look.jpg", "image/jpeg", 1 },
		{ "look.pdf", "application/pdf", 3 },
		{ "named.txt", "application/pdf", 200 },
	};

	(void)unused;
	put_png("look.png", 16, 9, 0xC02020);
	put_jpeg("look.jpg");
	put_pdf("look.pdf", 3, PAINT);
	put_pdf("named.txt", 200, PAINT);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct err err = { 0 };
		int64_t bytes, pages;
		struct stat st;
		char type[32];

		if (material_look(rows[i].path, type, &bytes, &pages, &err) < 0)
			fail_msg("%s: %s", rows[i].path, err.msg);
		assert_int_equal(stat(rows[i].path, &st), 0);
		assert_string_equal(type, rows[i].type);
		assert_int_equal(pages, rows[i].pages);
		assert_int_equal(bytes, st.st_size);
	}
}

/* Files that are no material, each made by name. */
static void make_hostile_files(void)
{
	static const char png[] = "\x89PNG\r\n\x1a\n";
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "h.socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	put_pdf("h.many.pdf", 201, PAINT);
	put_bytes("h.empty", "", 0);
	put_bytes("h.text", "病历摘要", strlen("病历摘要"));
	put_bytes("h.exe",
		  "\x7f"
		  "ELF",
		  4);
	put_bytes("h.late.pdf", "\n%PDF-1.4\n", 10);
	put_bytes("h.broken.pdf", "%PDF-1.4\nnothing behind it\n", 27);
	put_bytes("h.short", "\x89PN", 3);
	put_bytes("h.large", png, 8);
	assert_int_equal(truncate("h.large", MATERIAL_BYTES_MOST + 1), 0);
	unlink("h.link");
	assert_int_equal(symlink("look.png", "h.link"), 0);
	unlink("h.fifo");
	assert_int_equal(mkfifo("h.fifo", 0600), 0);
	unlink("h.socket");
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

static void materials_add__refuses__what_is_no_material(void **state)
{
	static const struct {
		const char *path, *reason, *why;
	} rows[] = {
		{ "h.none", "没有这个文件", "nothing there" },
		{ "h.link", "是链接", "a link" },
		{ ".", "是文件夹", "a folder" },
		{ "h.fifo", "不是普通文件", "a pipe would keep the desk waiting" },
		{ "h.socket", "不是普通文件", "a socket" },
		{ "/dev/zero", "不是普通文件", "a device has no end" },
		{ "/proc/self/mem", "是空文件", "the memory of the desk" },
		{ "h.empty", "是空文件", "nothing in it" },
		{ "h.large", "超过 20 MiB", "one byte too many" },
		{ "h.text", "不是 PNG、JPEG 或 PDF", "a text" },
		{ "h.exe", "不是 PNG、JPEG 或 PDF", "a program" },
		{ "h.short", "不是 PNG、JPEG 或 PDF", "the beginning of a beginning" },
		{ "h.late.pdf", "不是 PNG、JPEG 或 PDF", "the mark stands too late" },
		{ "h.broken.pdf", "打不开", "a PDF that is none" },
		{ "h.many.pdf", "有 201 页，最多 200 页", "one page too many" },
	};
	struct scene *scene = *state;
	char names[4][80];

	put_png("look.png", 16, 9, 0xC02020);
	make_hostile_files();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct material m = about(scene, "other");
		struct err err = { 0 };

		if (materials_add(scene->s.st, &scene->clerk, &m, rows[i].path, &err) == 0)
			fail_msg("%s was taken: %s", rows[i].path, rows[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, rows[i].reason))
			fail_msg("%s: %s: %s", rows[i].path, rows[i].why, err.msg);
		assert_int_equal(m.id, 0);
	}
	assert_int_equal(kept_files(scene, names, 4), 0);
}

/* A scanner that is still at work: another process writes while the file is read. */
static void materials_add__refuses__a_file_that_changes(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other");
	struct err err = { 0 };
	char names[4][80];
	pid_t writer;

	put_png("growing.png", 4, 4, 0);
	assert_int_equal(truncate("growing.png", MATERIAL_BYTES_MOST), 0);
	writer = fork();
	if (writer == 0) {
		int fd = open("growing.png", O_WRONLY);

		alarm(60);
		for (;;)
			if (pwrite(fd, "x", 1, 5000) != 1)
				_exit(1);
	}
	usleep(50000);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "growing.png", &err), -1);
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	if (!strstr(err.msg, "还在变化"))
		fail_msg("%s", err.msg);
	assert_int_equal(kept_files(scene, names, 4), 0);
}

/* ---- attaching ---- */

static void materials_add__keeps__what_was_brought(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "diagnosis_certificate"), got[4];
	char names[4][80], *path, sm3[SM3_HEX_SIZE];
	struct err err = { 0 };
	struct stat st;

	mkdir("usb 盘", 0700);
	put_pdf("usb 盘/诊断证明.pdf", 2, PAINT);
	if (materials_add(scene->s.st, &scene->clerk, &m, "usb 盘/诊断证明.pdf", &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(materials_list(scene->s.st, scene->filing, got, 4, &err), 1);
	assert_int_equal(got[0].id, m.id);
	assert_int_equal(got[0].filing, scene->filing);
	assert_int_equal(got[0].staff, scene->clerk.staff);
	assert_int_equal(got[0].pages, 2);
	assert_string_equal(got[0].kind, "diagnosis_certificate");
	assert_string_equal(got[0].name, "诊断证明.pdf");
	assert_string_equal(got[0].type, "application/pdf");
	assert_string_equal(got[0].issued, "2026-03-01");
	assert_string_equal(got[0].issuer, "四川大学华西医院");
	assert_int_equal(strlen(got[0].added_at), 19);

	assert_int_equal(kept_files(scene, names, 4), 1);
	assert_string_equal(names[0], got[0].sm3);
	path = materials_path(scene->s.st, &got[0]);
	assert_non_null(path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, got[0].bytes);
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	free(path);

	{
		char bytes[8192];
		FILE *f = fopen("usb 盘/诊断证明.pdf", "r");
		size_t len = fread(bytes, 1, sizeof(bytes), f);

		fclose(f);
		assert_int_equal(sm3_hex_of(bytes, len, sm3), 0);
		assert_string_equal(sm3, got[0].sm3);
	}
	assert_int_equal(materials_check(scene->s.st, &got[0], &err), 0);
}

static void materials_add__stores__the_same_file_once(void **state)
{
	struct scene *scene = *state;
	struct material a = about(scene, "test_reports"), b = about(scene, "test_reports"),
			c = about(scene, "medical_record"), got[8];
	char names[4][80], *kinds;
	struct err err = { 0 };

	put_png("once.png", 10, 10, 0x00FF00);
	put_png("twice.png", 10, 10, 0x00FF00);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &a, "once.png", &err), 0);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &b, "twice.png", &err), 0);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &c, "once.png", &err), 0);
	assert_int_equal(b.id, a.id);
	assert_int_not_equal(c.id, a.id);
	assert_int_equal(kept_files(scene, names, 4), 1);
	assert_int_equal(materials_list(scene->s.st, scene->filing, got, 8, &err), 2);
	kinds = materials_kinds(scene->s.st, scene->filing, &err);
	assert_non_null(kinds);
	assert_true(strcmp(kinds, "test_reports medical_record") == 0 ||
		    strcmp(kinds, "medical_record test_reports") == 0);
	free(kinds);
}

static void materials_add__records__paper_without_file(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "application_form"), got[4];
	struct err err = { 0 };
	char names[4][80];

	m.pages = 3;
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, NULL, &err), 0);
	assert_int_equal(materials_list(scene->s.st, scene->filing, got, 4, &err), 1);
	assert_int_equal(got[0].pages, 3);
	assert_int_equal(got[0].bytes, 0);
	assert_string_equal(got[0].type, "");
	assert_string_equal(got[0].sm3, "");
	assert_null(materials_path(scene->s.st, &got[0]));
	assert_int_equal(materials_check(scene->s.st, &got[0], &err), 0);
	assert_int_equal(kept_files(scene, names, 4), 0);
}

static void materials_add__refuses__wrong_words(void **state)
{
	static const struct {
		const char *kind, *issued, *issuer;
		int64_t pages;
		const char *reason, *why;
	} rows[] = {
		{ "", "", "", 1, "材料种类", "no kind" },
		{ "A b", "", "", 1, "材料种类“A b”", "no name for machines" },
		{ "other", "2026-02-30", "", 1, "2026-02-30", "no such day" },
		{ "other", "", "", 0, "页数", "no sheets" },
		{ "other", "", "", 201, "页数", "too many sheets" },
		{ "other", "", "\xff", 1, "出具机构", "no text" },
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct material m = { .filing = scene->filing, .pages = rows[i].pages };
		struct err err = { 0 };

		snprintf(m.kind, sizeof(m.kind), "%s", rows[i].kind);
		snprintf(m.issued, sizeof(m.issued), "%s", rows[i].issued);
		snprintf(m.issuer, sizeof(m.issuer), "%s", rows[i].issuer);
		if (materials_add(scene->s.st, &scene->clerk, &m, NULL, &err) == 0 ||
		    err.code != ERR_INPUT || !strstr(err.msg, rows[i].reason))
			fail_msg("%s: %s", rows[i].why, err.msg);
	}
}

/* Control characters of a name or an issuer reach no list. */
static void materials_add__cleans__names(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other"), got[4];
	struct err err = { 0 };

	put_png("a\x1b[31mb\n.png", 4, 4, 0);
	put_png("\xff\xfe.png", 5, 5, 0);
	snprintf(m.issuer, sizeof(m.issuer), "华西\x07医院\xE2\x80\xAE");
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "./a\x1b[31mb\n.png", &err),
			 0);
	m = about(scene, "other");
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "\xff\xfe.png", &err), 0);
	assert_int_equal(materials_list(scene->s.st, scene->filing, got, 4, &err), 2);
	assert_string_equal(got[0].name, "a[31mb .png");
	assert_string_equal(got[0].issuer, "华西医院");
	assert_string_equal(got[1].name, "（文件名无法显示）");
}

/* ---- who, and when ---- */

static void materials_add__asks__who_and_when(void **state)
{
	enum who { CLERK, DOCTOR, KEEPER, AUDITOR, NOBODY };
	static const struct {
		enum who who;
		enum filing_state state;
		const char *kind, *refused, *why;
	} rows[] = {
		{ CLERK, STATE_DRAFT, "other", NULL, "a clerk registers" },
		{ DOCTOR, STATE_DRAFT, "other", NULL, "so may a doctor" },
		{ CLERK, STATE_RETURNED, "other", NULL, "what was missing is brought" },
		{ KEEPER, STATE_DRAFT, "other", "应由经办人、认定医师办理", "not his" },
		{ AUDITOR, STATE_DRAFT, "other", "应由经办人、认定医师办理", "reads only" },
		{ NOBODY, STATE_DRAFT, "other", "还没有人登录", "nobody is there" },
		{ CLERK, STATE_READY, "other", "材料已随签署固定", "submitted" },
		{ CLERK, STATE_CERTIFIED, "other", "材料已随签署固定", "certified" },
		{ CLERK, STATE_FILED, "other", "材料已随签署固定", "filed" },
		{ CLERK, STATE_DECLINED, "other", "材料已随签署固定", "declined" },
		{ KEEPER, STATE_CERTIFIED, "seal_scan", NULL, "the ink, before he seals" },
		{ CLERK, STATE_CERTIFIED, "seal_scan", "应由用印人办理", "the seal is not hers" },
		{ KEEPER, STATE_SEALED, "seal_scan", "材料已随签署固定", "sealed already" },
	};
	struct scene *scene = *state;
	static const struct actor nobody;
	const struct actor *const actors[] = { &scene->clerk, &scene->doctor, &scene->keeper,
					       &scene->auditor, &nobody };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct material m = about(scene, rows[i].kind);
		const struct actor *owner;
		struct err err = { 0 };
		int rc, removed;

		m.pages = 1;
		set_state(scene, rows[i].state);
		store_set_actor(scene->s.st, actors[rows[i].who]);
		rc = materials_add(scene->s.st, actors[rows[i].who], &m, NULL, &err);
		if (rc != (rows[i].refused ? -1 : 0))
			fail_msg("%s: %s", rows[i].why, rc ? err.msg : "was taken");
		if (!rc) {
			assert_int_equal(
				materials_remove(scene->s.st, actors[rows[i].who], m.id, &err), 0);
			continue;
		}
		if (err.code != ERR_NOT_ALLOWED || !strstr(err.msg, rows[i].refused))
			fail_msg("%s: %s", rows[i].why, err.msg);
		/* What he may not bring he may not take away. */
		set_state(scene, strcmp(rows[i].kind, "other") ? STATE_CERTIFIED : STATE_DRAFT);
		owner = strcmp(rows[i].kind, "other") ? &scene->keeper : &scene->clerk;
		store_set_actor(scene->s.st, owner);
		rc = materials_add(scene->s.st, owner, &m, NULL, &err);
		assert_int_equal(rc, 0);
		store_set_actor(scene->s.st, actors[rows[i].who]);
		set_state(scene, rows[i].state);
		removed = materials_remove(scene->s.st, actors[rows[i].who], m.id, &err);
		if (removed == 0 || !strstr(err.msg, rows[i].refused))
			fail_msg("taken away: %s: %s", rows[i].why, err.msg);
	}
}

/* What the store says of a person counts, not what it said when he signed in; each change leaves its row. */
static void materials__ask__the_store_and_note_it(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other");
	struct audit_row row;
	struct err err = { 0 };
	char detail[96], object[32];

	put_png("note.png", 5, 5, 0xFF00);
	snprintf(object, sizeof(object), "filing:%lld", (long long)scene->filing);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "note.png", &err), 0);
	assert_int_equal(audit_list(scene->s.st, 0, &row, 1, NULL), 1);
	snprintf(detail, sizeof(detail), "added %s", m.sm3);
	assert_string_equal(row.act, "material");
	assert_string_equal(row.object, object);
	assert_string_equal(row.detail, detail);
	assert_string_equal(row.role, "clerk");
	assert_int_equal(row.staff, scene->clerk.staff);

	put(&scene->s, "UPDATE staff SET roles = 'auditor' WHERE login = 'wm'");
	assert_int_equal(materials_remove(scene->s.st, &scene->clerk, m.id, &err), -1);
	assert_non_null(strstr(err.msg, "应由经办人、认定医师办理"));
	assert_int_equal(audit_list(scene->s.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.result, "refused");
	assert_string_equal(row.object, object);
	put(&scene->s, "UPDATE staff SET roles = 'clerk', active = 0 WHERE login = 'wm'");
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "停用"));
	/* In another's name nobody acts. */
	assert_int_equal(materials_remove(scene->s.st, &scene->doctor, m.id, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);

	put(&scene->s, "UPDATE staff SET active = 1 WHERE login = 'wm'");
	assert_int_equal(materials_remove(scene->s.st, &scene->clerk, m.id, &err), 0);
	assert_int_equal(audit_list(scene->s.st, 0, &row, 1, NULL), 1);
	snprintf(detail, sizeof(detail), "removed %s", m.sm3);
	assert_string_equal(row.detail, detail);
}

static void materials_add__refuses__a_filing_that_is_not_there(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other");
	struct err err = { 0 };

	m.filing = 4711;
	m.pages = 1;
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, NULL, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
}

static void materials_remove__hides_the_row__and_keeps_the_file(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other"), got[4];
	struct err err = { 0 };
	char names[4][80];
	int64_t first;

	put_png("away.png", 6, 6, 0xFF);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "away.png", &err), 0);
	first = m.id;
	assert_int_equal(materials_remove(scene->s.st, &scene->clerk, m.id, &err), 0);
	assert_int_equal(materials_list(scene->s.st, scene->filing, got, 4, &err), 0);
	assert_int_equal(kept_files(scene, names, 4), 1);
	assert_int_equal(materials_remove(scene->s.st, &scene->clerk, m.id, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	/* Brought again it is a row of its own. */
	m = about(scene, "other");
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "away.png", &err), 0);
	assert_int_not_equal(m.id, first);
}

/* ---- tampering ---- */

static void materials_check__finds__each_change(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other");
	struct err err = { 0 };
	char *path;
	FILE *f;

	put_png("sound.png", 8, 8, 0x123456);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "sound.png", &err), 0);
	path = materials_path(scene->s.st, &m);
	f = fopen(path, "r+");
	fseek(f, 40, SEEK_SET);
	fputc(0xAA, f);
	fclose(f);
	assert_int_equal(materials_check(scene->s.st, &m, &err), -1);
	assert_non_null(strstr(err.msg, "sound.png"));
	/* The same file brought again mends it. */
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "sound.png", &err), 0);
	assert_int_equal(materials_check(scene->s.st, &m, &err), 0);
	f = fopen(path, "a");
	fputc(0, f);
	fclose(f);
	assert_int_equal(materials_check(scene->s.st, &m, &err), -1);
	unlink(path);
	assert_int_equal(materials_check(scene->s.st, &m, &err), -1);
	assert_int_equal(symlink("/dev/zero", path), 0);
	assert_int_equal(materials_check(scene->s.st, &m, &err), -1);
	free(path);
}

/* A link in the place of the folder would lead the copies elsewhere. */
static void materials_add__refuses__a_folder_that_is_a_link(void **state)
{
	struct scene *scene = *state;
	struct material m = about(scene, "other");
	struct err err = { 0 };
	char folder[160];

	put_png("sound.png", 8, 8, 0x123456);
	snprintf(folder, sizeof(folder), "%s.materials", scene->s.path);
	assert_int_equal(symlink(".", folder), 0);
	assert_int_equal(materials_add(scene->s.st, &scene->clerk, &m, "sound.png", &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	unlink(folder);
}

/* ---- the child ---- */

static void child_run__bounds__a_program(void **unused)
{
	static const char *const slow[] = { "sleep", "20", NULL };
	static const char *const greedy[] = { "head", "-c", "100000000", "/dev/zero", NULL };
	static const char *const busy[] = { "md5sum", "/dev/zero", NULL };
	static const char *const there[] = { "env", NULL };
	static const char *const nowhere[] = { "mtdesk-no-such-program", NULL };
	static const char *const files[] = { "ls", "/proc/self/fd", NULL };
	struct child c = { .in = -1, .out = -1, .seconds = 1, .memory = (size_t)256 << 20 };
	struct err err = { 0 };
	char buf[64];

	(void)unused;
	c.argv = slow;
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), -1);
	assert_non_null(strstr(err.msg, "1 秒"));
	c.argv = busy;
	assert_int_equal(child_run(&c, NULL, 0, &err), -1);
	c.argv = nowhere;
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), -1);
	assert_non_null(strstr(err.msg, "没有安装"));
	c.seconds = 10;
	c.argv = greedy;
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), 0);
	/* Nothing of our environment, and no descriptor of ours (ls itself opens the fourth). */
	setenv("MTDESK_SECRET", "x", 1);
	c.argv = there;
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), 0);
	assert_string_equal(buf, "LC_ALL=C.UTF-8\nPATH=/usr/bin:/bin\n");
	c.argv = files;
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), 0);
	assert_string_equal(buf, "0\n1\n2\n3\n");
}

static void on_signal(int number)
{
	(void)number;
}

/* Does it still run? What is dead and waits to be collected does not. */
static bool runs(pid_t pid)
{
	char path[64], line[256] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	return line[0] && !strstr(line, ") Z");
}

/* A signal in the middle (a terminal that is resized) makes nobody wait for longer, and what the program started goes with
 * it. */
static void child_run__signalled__keeps_its_time(void **unused)
{
	static const char *const nested[] = { "sh", "-c", "sleep 8 & echo $!; wait", NULL };
	const struct itimerval soon = { .it_value = { 0, 200000 } }, never = { 0 };
	struct sigaction act = { .sa_handler = on_signal, .sa_flags = SA_RESTART }, old;
	struct child c = {
		.in = -1, .out = -1, .seconds = 1, .memory = (size_t)256 << 20, .argv = nested
	};
	struct timespec from, to;
	struct err err = { 0 };
	char buf[64];
	pid_t below;

	(void)unused;
	sigaction(SIGALRM, &act, &old);
	clock_gettime(CLOCK_MONOTONIC, &from);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(child_run(&c, buf, sizeof(buf), &err), -1);
	setitimer(ITIMER_REAL, &never, NULL);
	clock_gettime(CLOCK_MONOTONIC, &to);
	sigaction(SIGALRM, &old, NULL);
	if (to.tv_sec - from.tv_sec > 4)
		fail_msg("it took %d seconds instead of one", (int)(to.tv_sec - from.tv_sec));
	below = (pid_t)strtol(buf, NULL, 10);
	assert_true(below > 1);
	for (int i = 0; i < 100 && runs(below); i++)
		usleep(10000);
	if (runs(below))
		fail_msg("what the program started still runs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(material_look__tells__type_and_pages),
		cmocka_unit_test_setup_teardown(materials_add__refuses__what_is_no_material, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__refuses__a_file_that_changes, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__keeps__what_was_brought, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__stores__the_same_file_once, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__records__paper_without_file, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__refuses__wrong_words, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__cleans__names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(materials_add__asks__who_and_when, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials__ask__the_store_and_note_it, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__refuses__a_filing_that_is_not_there,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(materials_remove__hides_the_row__and_keeps_the_file,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(materials_check__finds__each_change, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials_add__refuses__a_folder_that_is_a_link,
						set_up, tear_down),
		cmocka_unit_test(child_run__bounds__a_program),
		cmocka_unit_test(child_run__signalled__keeps_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
