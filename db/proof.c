#include "db/proof.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/proof_readme.h"

#define ACTS_MOST 512    /* of one filing */
#define FILINGS_MOST 128 /* amendments of one case */

/* ---- reading what was signed ---- */

static void proof_finish(struct proof *p)
{
	for (size_t i = 0; i < p->acts_count; i++)
		act_row_finish(&p->acts[i].row);
	for (size_t i = 0; i < p->versions_count; i++)
		free(p->versions[i].text);
	free(p->acts);
	free(p->versions);
	filing_record_finish(&p->record);
}

static bool has_act(const struct proof *p, int64_t id)
{
	for (size_t i = 0; i < p->acts_count; i++)
		if (p->acts[i].row.id == id)
			return true;
	return false;
}

/* Takes the row over. */
static int add_act(struct proof *p, struct act_row *row, struct err *err)
{
	struct proof_act *acts, *a;

	if (has_act(p, row->id)) {
		act_row_finish(row);
		return 0;
	}
	acts = realloc(p->acts, (p->acts_count + 1) * sizeof(*acts));
	if (!acts) {
		act_row_finish(row);
		return err_set(err, ERR_MEMORY, _("内存不足，未能导出"));
	}
	p->acts = acts;
	a = &acts[p->acts_count++];
	a->row = *row;
	snprintf(a->name, sizeof(a->name), "%02zu-%s", p->acts_count, act_key(row->act));
	return 0;
}

static int read_acts(struct store *st, int64_t filing, struct proof *p, struct err *err)
{
	struct act_row *rows = calloc(ACTS_MOST, sizeof(*rows));
	int count, rc = 0;

	if (!rows)
		return err_set(err, ERR_MEMORY, _("内存不足，未能导出"));
	count = acts_of_filing(st, filing, rows, ACTS_MOST, err);
	for (int i = 0; i < count; i++) {
		if (rc == 0)
			rc = add_act(p, &rows[i], err);
		else
			act_row_finish(&rows[i]);
	}
	free(rows);
	return count < 0 ? -1 : rc;
}

static bool has_version(const struct proof *p, int64_t version)
{
	for (size_t i = 0; i < p->versions_count; i++)
		if (p->versions[i].version == version)
			return true;
	return false;
}

/* Versions count on through amendments, so that each number names one text of the case. */
static int add_version(struct store *st, int64_t filing, int64_t version, struct proof *p,
		       struct err *err)
{
	struct proof_version *versions, *v;
	char *text = NULL;
	int found;

	if (version == 0 || has_version(p, version))
		return 0;
	found = acts_filing_text(st, filing, version, &text, err);
	if (found <= 0)
		return found;
	versions = realloc(p->versions, (p->versions_count + 1) * sizeof(*versions));
	if (!versions) {
		free(text);
		return err_set(err, ERR_MEMORY, _("内存不足，未能导出"));
	}
	p->versions = versions;
	v = &versions[p->versions_count++];
	*v = (struct proof_version) { .filing = filing, .version = version, .text = text };
	snprintf(v->name, sizeof(v->name), "version-%lld.txt", (long long)version);
	return sm3_hex_of(text, strlen(text), v->sm3) == 0
		       ? 0
		       : err_set(err, ERR_MEMORY, _("内存不足，未能导出"));
}

/* The case from its first filing on: out[0] is the oldest. How many, or -1. */
static int read_chain(struct store *st, int64_t filing, int64_t out[FILINGS_MOST], struct err *err)
{
	int count = 0;

	for (int64_t at = filing; at != 0 && count < FILINGS_MOST; count++) {
		struct filing_record r = { 0 };
		int found = filings_load(st, at, &r, err);

		if (found < 0)
			return -1;
		memmove(out + 1, out, (size_t)count * sizeof(*out));
		out[0] = at;
		at = found > 0 ? r.prior : 0;
		filing_record_finish(&r);
	}
	return count;
}

static int proof_read(struct store *st, int64_t filing, struct proof *p, struct err *err)
{
	int64_t chain[FILINGS_MOST];
	int count, found = filings_load(st, filing, &p->record, err), rc = 0;

	if (found <= 0)
		return found < 0 ? -1 : err_set(err, ERR_INPUT, _("库里没有这份申请表"));
	count = read_chain(st, filing, chain, err);
	for (int i = 0; i < count && rc == 0; i++)
		rc = read_acts(st, chain[i], p, err);
	for (size_t i = 0; i < p->acts_count && rc == 0; i++)
		rc = add_version(st, p->acts[i].row.filing, p->acts[i].row.version, p, err);
	if (count < 0 || rc)
		return -1;
	return p->acts_count > 0 ? 0
				 : err_set(err, ERR_NOT_ALLOWED,
					   _("此件尚未提交，还没有签署过的内容可以导出"));
}

/* ---- the folder ---- */

/* Files made so far, so that a proof that fails half-way leaves nothing. */
struct folder {
	const char *path;
	int fd;
	bool made; /* by us */
	char (*names)[PROOF_NAME_SIZE + 16];
	size_t count;
};

/* 1 empty, 0 not, -1 cannot be read. */
static int is_empty(int fd)
{
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again < 0 ? NULL : fdopendir(again);
	const struct dirent *entry;
	int empty = 1;

	if (!dir) {
		if (again >= 0)
			close(again);
		return -1;
	}
	errno = 0;
	while (empty == 1 && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			empty = 0;
	if (empty == 1 && errno)
		empty = -1;
	closedir(dir);
	return empty;
}

static int folder_open(struct folder *f, const char *path, struct err *err)
{
	int empty;

	*f = (struct folder) { .path = path };
	f->made = mkdir(path, 0700) == 0;
	if (!f->made && errno != EEXIST)
		return err_set(err, ERR_INPUT, _("建不了文件夹“%s”：%s"), path, err_system(errno));
	f->fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f->fd < 0)
		return err_set(err, ERR_INPUT, _("打不开文件夹“%s”：%s"), path, err_system(errno));
	empty = is_empty(f->fd);
	if (empty == 1)
		return 0;
	if (empty < 0)
		err_set(err, ERR_INPUT, _("读不了文件夹“%s”：%s"), path, err_system(errno));
	else
		err_set(err, ERR_INPUT, _("文件夹“%s”里已有文件；请另选一个新的或空的文件夹"),
			path);
	close(f->fd);
	return -1;
}

static void folder_close(struct folder *f, bool keep)
{
	for (size_t i = 0; !keep && i < f->count; i++)
		unlinkat(f->fd, f->names[i], 0);
	close(f->fd);
	if (!keep && f->made)
		rmdir(f->path);
	free(f->names);
}

static int remember(struct folder *f, const char *name)
{
	void *names = realloc(f->names, (f->count + 1) * sizeof(*f->names));

	if (!names)
		return -1;
	f->names = names;
	snprintf(f->names[f->count++], sizeof(*f->names), "%s", name);
	return 0;
}

/* A new file for writing; NULL with err set. */
static FILE *create(struct folder *f, const char *name, struct err *err)
{
	int fd = openat(f->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "wb");

	if (out && remember(f, name) == 0)
		return out;
	err_set(err, ERR_INPUT, _("写不了文件“%s/%s”：%s"), f->path, name, err_system(errno));
	if (out)
		fclose(out);
	else if (fd >= 0)
		close(fd);
	return NULL;
}

/* On the disk, since a stick may be pulled out right after. */
static int finish(struct folder *f, FILE *out, const char *name, struct err *err)
{
	bool good = !ferror(out) && fflush(out) == 0 && fsync(fileno(out)) == 0;
	int why = errno;

	if (fclose(out) != 0 && good) {
		why = errno;
		good = false;
	}
	return good ? 0
		    : err_set(err, ERR_INPUT, _("写不了文件“%s/%s”：%s"), f->path, name,
			      err_system(why));
}

static int put_file(struct folder *f, const char *name, const void *data, size_t len,
		    struct err *err)
{
	FILE *out = create(f, name, err);

	if (!out)
		return -1;
	fwrite(data, 1, len, out);
	return finish(f, out, name, err);
}

/* ---- writing ---- */

static int put_signature(struct folder *f, const char *name, const char *hex, struct err *err)
{
	unsigned char der[SM2_SIGNATURE_MAX];
	size_t len = strlen(hex) / 2;

	if (len > sizeof(der) || !hex_decode(hex, der, len))
		return err_set(err, ERR_STORAGE,
			       _("库中签名“%s”的格式不对；请用 mtdesk verify 核对"), name);
	return put_file(f, name, der, len, err);
}

static int put_key(struct folder *f, const char *name, const char *public, struct err *err)
{
	char *pem = sm2_public_pem(public);
	int rc;

	if (!pem)
		return err_set(err, ERR_STORAGE,
			       _("库中公钥“%s”的格式不对；请用 mtdesk verify 核对"), name);
	rc = put_file(f, name, pem, strlen(pem), err);
	free(pem);
	return rc;
}

static int put_act(struct folder *f, const struct proof_act *a, struct err *err)
{
	char text[PROOF_NAME_SIZE + 16], signature[PROOF_NAME_SIZE + 16], key[PROOF_NAME_SIZE + 16];

	snprintf(text, sizeof(text), "%s.txt", a->name);
	snprintf(signature, sizeof(signature), "%s.sig", a->name);
	snprintf(key, sizeof(key), "%s.pub.pem", a->name);
	if (put_file(f, text, a->row.text, strlen(a->row.text), err) ||
	    put_signature(f, signature, a->row.signature, err))
		return -1;
	return put_key(f, key, a->row.public, err);
}

static int put_readme(struct folder *f, const struct proof *p, struct err *err)
{
	FILE *out = create(f, PROOF_README, err);

	if (!out)
		return -1;
	proof_readme(p, out);
	return finish(f, out, PROOF_README, err);
}

static int put_all(struct folder *f, const struct proof *p, struct err *err)
{
	for (size_t i = 0; i < p->versions_count; i++) {
		const struct proof_version *v = &p->versions[i];

		if (put_file(f, v->name, v->text, strlen(v->text), err))
			return -1;
	}
	for (size_t i = 0; i < p->acts_count; i++)
		if (put_act(f, &p->acts[i], err))
			return -1;
	if (put_readme(f, p, err))
		return -1;
	return fsync(f->fd) == 0 ? 0
				 : err_set(err, ERR_INPUT, _("写不了文件夹“%s”：%s"), f->path,
					   err_system(errno));
}

int proof_export(struct store *st, int64_t filing, const char *dir, struct err *err)
{
	struct proof p = { 0 };
	struct folder f;
	int rc = proof_read(st, filing, &p, err);

	if (rc == 0)
		rc = folder_open(&f, dir, err);
	if (rc == 0) {
		rc = put_all(&f, &p, err);
		folder_close(&f, rc == 0);
	}
	proof_finish(&p);
	return rc;
}
