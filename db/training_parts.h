/* The invented world of a training store, as tables (training_people.c), for training_fill.c. */
#ifndef DB_TRAINING_PARTS_H
#define DB_TRAINING_PARTS_H

#include "forms/state.h"
#include "db/training.h"

#define TRAINING_LEVEL 3
#define TRAINING_NAME "培训市人民医院"
#define TRAINING_CODE "X51110000001"
#define TRAINING_PREFIX "PX"
#define TRAINING_ELSEWHERE "培训省立医院"
#define TRAINING_ELSEWHERE_DOCTOR "华清扬"

/* The ways of a filing, with the region that knows them. */
enum training_way { WAY_IN_HOSPITAL, WAY_ELSEWHERE, WAY_REGISTERED };

/* What is filled in of a disease. */
enum training_case {
	CASE_WILSON,
	CASE_WILSON_REFERENCE,
	CASE_DIABETES,
	CASE_HYPERTENSION,
	CASE_PARKINSON,
	CASE_COUNT
};

/* One invented person and how far his filing has come. */
struct training_person {
	const char *name;
	const char *
		certno; /* 17 digits, to which the check character is computed; or a whole number of another document */
	const char *cert_type, *gend, *age; /* of another document; "" else */
	const char *tel, *insutype;
	enum training_way way;
	enum training_case what;
	enum filing_state state;
	int days; /* to the last day, counted from today; 0: no end of its own */
	const char *agent, *agent_certno, *agent_relation; /* "" nobody */
};
size_t training_people_count(void);
const struct training_person *training_person(size_t i);

struct training_evidence {
	const char *key, *value, *unit;
};
struct training_disease {
	const char *code, *name, *narrative;
	struct training_evidence evidence[4];
	const char *override; /* why it is certified against reference criteria; "" */
};
const struct training_disease *training_disease(enum training_case c);

/* What the staff is in the registers. */
struct training_post {
	const char *doctor, *title, *seal; /* code and title of a doctor, name of a seal; "" */
};
const struct training_post *training_post(size_t i);

#endif
