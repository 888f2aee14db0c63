#include "forms/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return -1;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return -1;
}

// clang-format off
static const struct {
	int error;
	const char *words;
} system_errors[] = {
	{ ENOENT,       N_("没有这个文件或文件夹") },
	{ EACCES,       N_("没有权限") },
	{ EPERM,        N_("没有权限") },
	{ EEXIST,       N_("已经有同名的文件") },
	{ EISDIR,       N_("这是一个文件夹") },
	{ ENOTDIR,      N_("路径中有一段不是文件夹") },
	{ ELOOP,        N_("这是一个链接") },
	{ ENAMETOOLONG, N_("名字太长") },
	{ ENOSPC,       N_("磁盘已满") },
	{ EDQUOT,       N_("磁盘配额已用完") },
	{ EROFS,        N_("磁盘只读") },
	{ EIO,          N_("磁盘读写出错") },
	{ ENXIO,        N_("设备不在") },
	{ ENODEV,       N_("设备不在") },
	{ EBUSY,        N_("正被别的程序使用") },
	{ ENOMEM,       N_("内存不足") },
};
// clang-format on

const char *err_system(int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(system_errors); i++)
		if (system_errors[i].error == error)
			return _(system_errors[i].words);
	return strerror(error);
}
