/* Filling a training store from within (training_fill.c): the stage that its parts hand on. */
#ifndef DB_TRAINING_STAGE_H
#define DB_TRAINING_STAGE_H

#include "db/acts.h"
#include "db/training_parts.h"

#define STAFF_MOST 8

struct training_seat {
	struct actor actor;
	struct sm2_key *key;
};

/* The filling under way. */
struct training_stage {
	struct store *st;
	struct date today;
	struct training_seat seats[STAFF_MOST];
	struct training_seat sealing; /* the keeper with the key of the seal */
	int64_t sealing_key, seal, seal_elsewhere, doctor_elsewhere;
	struct codetable codes;
	struct check_context check; /* of the region whose filings are being made */
};

/* The desk: set up, everybody signed in at his place (and the seal's key open), the registers filled. Each is 0, or -1. */
int training_set_up(struct store *st, struct err *err);
int training_take_seats(struct training_stage *s, struct err *err);
void training_leave_seats(struct training_stage *s);
int training_fill_registers(struct training_stage *s, struct err *err);
/* The nth person of a role at his place. */
const struct training_seat *training_seat(const struct training_stage *s, enum role r, size_t nth);
/* Filings from here on are judged in another region. */
int training_move_to(struct training_stage *s, const char *region, struct err *err);

/* One filing: the days it is made on, with the last day of its entitlement, what is filled in, its papers. */
void training_plan_days(struct training_stage *s, const struct training_person *p,
			char last[DATE_TEXT_SIZE]);
int training_write_filing(const struct training_stage *s, const struct training_person *p,
			  struct filing_record *r, struct err *err);
int training_show_papers(const struct training_stage *s, const struct training_person *p,
			 int64_t filing, struct err *err);

/* Its acts, until it stands where its person wants it. */
int training_walk(struct training_stage *s, const struct training_person *p, int64_t filing,
		  const char *last, struct err *err);

#endif
