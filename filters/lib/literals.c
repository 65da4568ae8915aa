/*
 * Aho-Corasick: one pass over a text says which literals of a table stand in it, however many there are. Bytes are
 * folded into classes first (ASCII case is ignored, ’ is ', bytes in no literal are one class), so that the table of moves
 * has some 40 columns and stays in the cache. A built move is where the row of its node begins, with a bit that says
 * whether a literal ends there: the loop over the text looks at nothing else.
 */
#include <stdlib.h>

#include "ombud.h"

#define NONE UINT32_MAX
#define HIT ((uint32_t)1 << 31)

struct node {
	uint32_t fail;
	uint32_t id;   /* of the literal that ends here, or NONE */
	uint32_t more; /* the next shorter node that ends one, or NONE */
	uint32_t twin; /* in `twins`: another literal with the same bytes, or NONE */
};

struct twin {
	uint32_t id, next;
};

struct literals {
	unsigned char class[256];
	unsigned classes;
	uint32_t *move; /* nodes × classes */
	struct node *nodes;
	uint32_t count, cap;
	struct twin *twins;
	uint32_t twin_count;
	struct buf texts; /* until they are built: id, length, bytes */
};

struct literals *literals_new(void)
{
	return xcalloc(1, sizeof(struct literals));
}

static unsigned char fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* ’ is ' here, in literals and in texts: *s is moved behind the character's first bytes then */
static char plain(const char **s, const char *end)
{
	if (**s == '\xe2' && end - *s > 2 && (*s)[1] == '\x80' && (*s)[2] == '\x99') {
		*s += 2;
		return '\'';
	}
	return **s;
}

void literals_add(struct literals *l, struct str literal, uint32_t id)
{
	size_t at = l->texts.len;
	uint32_t head[2] = {id, 0};
	buf_add(&l->texts, (struct str){(const char *)head, sizeof head});
	for (const char *s = literal.s, *end = s + literal.len; s < end; s++) {
		buf_char(&l->texts, plain(&s, end));
		head[1]++;
	}
	memcpy(l->texts.s + at, head, sizeof head);
}

static uint32_t new_node(struct literals *l)
{
	if ((size_t)l->count * l->classes >= HIT)
		die("more literals in a table of rules than %u moves can tell", HIT);
	if (l->count == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->nodes = xrealloc(l->nodes, l->cap, sizeof *l->nodes);
		l->move = xrealloc(l->move, (size_t)l->cap * l->classes, sizeof *l->move);
	}
	l->nodes[l->count] = (struct node){0, NONE, NONE, NONE};
	for (unsigned c = 0; c < l->classes; c++)
		l->move[(size_t)l->count * l->classes + c] = NONE;
	return l->count++;
}

static void insert(struct literals *l, struct str text, uint32_t id)
{
	uint32_t node = 0;
	for (size_t i = 0; i < text.len; i++) {
		size_t at = (size_t)node * l->classes + l->class[fold(text.s[i])];
		if (l->move[at] == NONE) {
			uint32_t made = new_node(l);
			l->move[at] = made;
		}
		node = l->move[at];
	}
	if (l->nodes[node].id == NONE) {
		l->nodes[node].id = id;
		return;
	}
	l->twins = xrealloc(l->twins, l->twin_count + 1, sizeof *l->twins);
	l->twins[l->twin_count] = (struct twin){id, l->nodes[node].twin};
	l->nodes[node].twin = l->twin_count++;
}

/* Breadth first: where a node has no move, it takes that of its longest proper suffix. */
static void link_nodes(struct literals *l)
{
	uint32_t *queue = xcalloc(l->count, sizeof *queue), head = 0, tail = 0;
	for (unsigned c = 0; c < l->classes; c++) {
		if (l->move[c] == NONE)
			l->move[c] = 0;
		else
			queue[tail++] = l->move[c];
	}
	while (head < tail) {
		uint32_t node = queue[head++], fail = l->nodes[node].fail;
		l->nodes[node].more = l->nodes[fail].id != NONE ? fail : l->nodes[fail].more;
		for (unsigned c = 0; c < l->classes; c++) {
			uint32_t *move = &l->move[(size_t)node * l->classes + c];
			uint32_t suffix = l->move[(size_t)fail * l->classes + c];
			if (*move == NONE) {
				*move = suffix;
			} else {
				l->nodes[*move].fail = suffix;
				queue[tail++] = *move;
			}
		}
	}
	free(queue);
	for (size_t at = 0; at < (size_t)l->count * l->classes; at++) {
		const struct node *to = &l->nodes[l->move[at]];
		l->move[at] = l->move[at] * l->classes | (to->id != NONE || to->more != NONE ? HIT : 0);
	}
}

void literals_build(struct literals *l)
{
	const char *end = l->texts.s + l->texts.len;
	uint32_t head[2];
	for (const char *s = l->texts.s; s < end; s += head[1]) {
		memcpy(head, s, sizeof head);
		s += sizeof head;
		for (uint32_t i = 0; i < head[1]; i++)
			if (l->class[fold(s[i])] == 0)
				l->class[fold(s[i])] = (unsigned char)++l->classes;
	}
	l->classes++;
	new_node(l);
	for (const char *s = l->texts.s; s < end; s += head[1]) {
		memcpy(head, s, sizeof head);
		s += sizeof head;
		insert(l, (struct str){s, head[1]}, head[0]);
	}
	link_nodes(l);
	for (int c = 'A'; c <= 'Z'; c++)
		l->class[c] = l->class[c + 32];
	buf_free(&l->texts);
}

static void report(const struct literals *l, uint32_t node, uint64_t *found)
{
	for (; node != NONE; node = l->nodes[node].more) {
		const struct node *n = &l->nodes[node];
		if (n->id != NONE)
			found[n->id / 64] |= UINT64_C(1) << n->id % 64;
		for (uint32_t twin = n->twin; twin != NONE; twin = l->twins[twin].next)
			found[l->twins[twin].id / 64] |= UINT64_C(1) << l->twins[twin].id % 64;
	}
}

void literals_find(const struct literals *l, struct str text, uint64_t *found)
{
	uint32_t row = 0;
	for (const char *s = text.s, *end = s + text.len; s < end; s++) {
		row = l->move[row + l->class[(unsigned char)plain(&s, end)]];
		if (row & HIT) {
			row &= ~HIT;
			report(l, row / l->classes, found);
		}
	}
}

void literals_free(struct literals *l)
{
	free(l->move);
	free(l->nodes);
	free(l->twins);
	buf_free(&l->texts);
	free(l);
}
