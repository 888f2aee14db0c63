/* Progress: long work (an import, an export, a bundle) in front of people's eyes.
 *
 *     rc = progress_run(&v->base, _("导出"), PROGRESS_ROWS, work, v, &err);
 *
 * runs work(ctx, progress, progress_ctx, err) at once, inside the asker's handler, and returns what it returned. Meanwhile a
 * screen shows what is done, the rate and the time that remains; Esc asks whether to stop, while the work goes on. The work
 * calls progress(progress_ctx, done, all) about every 50 ms with nothing held (no transaction, no lock), since keys are read
 * there; when that returns true it cleans up and fails with ERR_CANCELLED. It is true too when the terminal is gone or the desk must
 * end. `all` 0: not known.
 *
 * The desk does not lock itself meanwhile: nothing of anybody is on the screen. Afterwards it does at once when nobody is at
 * the keyboard; so a result that must be seen stands on the asker's screen, not in app_say() alone. */
#ifndef TUI_PROGRESS_H
#define TUI_PROGRESS_H

#include "db/exports.h"
#include "tui/app.h"

enum progress_unit { PROGRESS_ROWS, PROGRESS_BYTES };

typedef int progress_work(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err);

int progress_run(struct screen *asker, const char *title, enum progress_unit unit,
		 progress_work *work, void *ctx, struct err *err);

#endif
