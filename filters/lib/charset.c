/*
 * Which charset a page is in, and its characters as UTF-8. The byte-order mark says it, else the HTTP head, else the
 * page's own meta element, as the HTML Standard has it (13.2.3.2, 13.2.3.3); else it is UTF-8 if it can be, else
 * windows-1252.
 */
#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "ombud.h"

#define PRESCAN 1024

/* The Encoding Standard's names (in lower case), iconv's where they are others, the standard's labels. */
static const struct charset {
	const char *name, *iconv, *labels;
} charsets[] = {
	{"utf-8", NULL, "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"},
	{"windows-1252", NULL, "windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
		"iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252"},
	{"utf-16le", NULL, "utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff"},
	{"utf-16be", NULL, "utf-16be unicodefffe"},
	{"ibm866", NULL, "ibm866 866 cp866 csibm866"},
	{"iso-8859-2", NULL, "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
	{"iso-8859-3", NULL, "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
	{"iso-8859-4", NULL, "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
	{"iso-8859-5", NULL, "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
		"iso_8859-5:1988"},
	{"iso-8859-6", NULL, "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e "
		"iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"},
	{"iso-8859-7", NULL, "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 "
		"iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
	{"iso-8859-8", NULL, "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
		"iso_8859-8 iso_8859-8:1988 visual"},
	{"iso-8859-8-i", "iso-8859-8", "iso-8859-8-i csiso88598i logical"},
	{"iso-8859-10", NULL, "iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
	{"iso-8859-13", NULL, "iso-8859-13 iso8859-13 iso885913"},
	{"iso-8859-14", NULL, "iso-8859-14 iso8859-14 iso885914"},
	{"iso-8859-15", NULL, "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9"},
	{"iso-8859-16", NULL, "iso-8859-16"},
	{"koi8-r", NULL, "koi8-r cskoi8r koi koi8 koi8_r"},
	{"koi8-u", NULL, "koi8-u koi8-ru"},
	{"macintosh", NULL, "macintosh csmacintosh mac x-mac-roman"},
	{"windows-874", NULL, "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"},
	{"windows-1250", NULL, "windows-1250 cp1250 x-cp1250"},
	{"windows-1251", NULL, "windows-1251 cp1251 x-cp1251"},
	{"windows-1253", NULL, "windows-1253 cp1253 x-cp1253"},
	{"windows-1254", NULL, "windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
		"iso_8859-9:1989 l5 latin5 x-cp1254"},
	{"windows-1255", NULL, "windows-1255 cp1255 x-cp1255"},
	{"windows-1256", NULL, "windows-1256 cp1256 x-cp1256"},
	{"windows-1257", NULL, "windows-1257 cp1257 x-cp1257"},
	{"windows-1258", NULL, "windows-1258 cp1258 x-cp1258"},
	{"x-mac-cyrillic", "mac-uk", "x-mac-cyrillic x-mac-ukrainian"},
	{"gbk", "gb18030", "gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk"},
	{"gb18030", NULL, "gb18030"},
	{"big5", "big5-hkscs", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
	{"euc-jp", "euc-jp-ms", "euc-jp cseucpkdfmtjapanese x-euc-jp"},
	{"iso-2022-jp", NULL, "iso-2022-jp csiso2022jp"},
	{"shift_jis", "windows-31j", "shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis"},
	{"euc-kr", "uhc", "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
		"ksc_5601 windows-949"},
};
#define UTF_8 (&charsets[0])
#define WINDOWS_1252 (&charsets[1])
#define UTF_16LE (&charsets[2])
#define UTF_16BE (&charsets[3])

static const struct charset *by_label(struct str label)
{
	label = str_trim(label);
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
		for (const char *s = charsets[i].labels; s; s = strchr(s, ' ') ? strchr(s, ' ') + 1 : NULL)
			if (label.len == strcspn(s, " ") && strncasecmp(s, label.s, label.len) == 0)
				return &charsets[i];
	return NULL;
}

/* the value behind `charset=` in a Content-Type, as the standard takes it from a meta element; .s NULL: none */
struct str charset_parameter(struct str type)
{
	static const char word[] = "charset";
	const char *s = type.s, *end = s + type.len;
	while ((size_t)(end - s) >= sizeof word - 1) {
		if (strncasecmp(s, word, sizeof word - 1) != 0) {
			s++;
			continue;
		}
		s += sizeof word - 1;
		while (s < end && is_white(*s))
			s++;
		if (s == end || *s != '=')
			continue;
		for (s++; s < end && is_white(*s); s++)
			;
		char quote = s < end && (*s == '"' || *s == '\'') ? *s++ : '\0';
		const char *to = s;
		while (to < end && (quote ? *to != quote : !is_white(*to) && *to != ';'))
			to++;
		if (quote && to == end)
			break;
		return (struct str){s, (size_t)(to - s)};
	}
	return (struct str){NULL, 0};
}

struct attribute {
	struct str name, value;
};

/* The next attribute of a tag; false at its end. */
static bool next_attribute(const char **at, const char *end, struct attribute *a)
{
	const char *s = *at;
	while (s < end && (is_white(*s) || *s == '/'))
		s++;
	*at = s;
	if (s == end || *s == '>')
		return false;
	while (s < end && !is_white(*s) && *s != '/' && *s != '>' && (*s != '=' || s == *at))
		s++;
	a->name = (struct str){*at, (size_t)(s - *at)};
	a->value = (struct str){s, 0};
	while (s < end && is_white(*s))
		s++;
	if (s < end && *s == '=') {
		for (s++; s < end && is_white(*s); s++)
			;
		char quote = s < end && (*s == '"' || *s == '\'') ? *s++ : '\0';
		const char *from = s;
		while (s < end && (quote ? *s != quote : !is_white(*s) && *s != '>'))
			s++;
		a->value = (struct str){from, (size_t)(s - from)};
		s += quote && s < end;
	}
	*at = s;
	return true;
}

/* the label in the attributes of a meta element, *at moved behind them; .s NULL: none */
static struct str meta_label(const char **at, const char *end)
{
	struct str charset = {NULL, 0}, content = {NULL, 0};
	bool pragma = false, has_content = false;
	struct attribute a;
	while (next_attribute(at, end, &a)) {
		if (str_alike(a.name, "http-equiv")) {
			pragma = pragma || str_alike(a.value, "content-type");
		} else if (str_alike(a.name, "content") && !has_content) {
			has_content = true;
			content = charset_parameter(a.value);
		} else if (str_alike(a.name, "charset") && charset.s == NULL) {
			charset = a.value;
		}
	}
	if (*at == end) /* not all of the element is there */
		return (struct str){NULL, 0};
	return charset.s ? charset : pragma ? content : (struct str){NULL, 0};
}

/* <?xml … encoding="…"?> */
static struct str xml_label(struct str bytes)
{
	const char *end = str_starts(bytes, "<?xml") ? memchr(bytes.s, '>', bytes.len) : NULL;
	for (const char *s = bytes.s; end && end - s > 8; s++) {
		if (memcmp(s, "encoding", 8) != 0)
			continue;
		for (s += 8; s < end && is_white(*s); s++)
			;
		if (s == end || *s != '=')
			break;
		for (s++; s < end && is_white(*s); s++)
			;
		const char *to = s < end && (*s == '"' || *s == '\'') ? memchr(s + 1, *s, (size_t)(end - s - 1)) : NULL;
		return to ? (struct str){s + 1, (size_t)(to - s - 1)} : (struct str){NULL, 0};
	}
	return (struct str){NULL, 0};
}

/* the label of the first meta element that has a known one; .s NULL: none. `unknown` is one that is not known. */
static struct str prescan(struct str bytes, struct str *unknown)
{
	if (bytes.len > PRESCAN)
		bytes.len = PRESCAN;
	const char *s = bytes.s, *end = s + bytes.len;
	while (s < end && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		struct str rest = {s, (size_t)(end - s)};
		struct attribute a;
		if (str_starts(rest, "<!--")) {
			for (s += 2; s < end && !str_starts((struct str){s, (size_t)(end - s)}, "-->"); s++)
				;
		} else if (rest.len > 5 && strncasecmp(s, "<meta", 5) == 0 && (is_white(s[5]) || s[5] == '/')) {
			s += 6;
			struct str label = meta_label(&s, end);
			if (label.s && by_label(label))
				return label;
			if (label.s && unknown->s == NULL)
				*unknown = label;
		} else if (rest.len > 2 && (is_letter(s[1]) || (s[1] == '/' && is_letter(s[2])))) {
			while (s < end && !is_white(*s) && *s != '>')
				s++;
			while (next_attribute(&s, end, &a))
				;
		} else if (rest.len > 1 && (s[1] == '!' || s[1] == '/' || s[1] == '?')) {
			const char *to = memchr(s, '>', rest.len);
			s = to ? to : end;
		} else {
			s++;
		}
	}
	return xml_label(bytes);
}

static bool is_utf8(struct str bytes)
{
	const char *end = bytes.s + bytes.len;
	for (const char *s = utf8_plain(bytes.s, end); s < end; s = utf8_plain(s, end)) {
		size_t len = utf8_length(s, end);
		if (len == 0)
			return false;
		s += len;
	}
	return true;
}

static bool has_utf8(struct str bytes)
{
	const char *end = bytes.s + bytes.len;
	for (const char *s = bytes.s; s < end; s++)
		if (utf8_length(s, end) > 1)
			return true;
	return false;
}

static void from_windows_1252(struct str bytes, struct buf *to)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.s[i];
		utf8_add(to, c >= 0x80 && c < 0xa0 ? utf8_windows_1252(c) : c);
	}
}

/* What is no UTF-8 becomes U+FFFD, byte for byte: how many. */
static size_t from_utf8(struct str bytes, struct buf *to)
{
	size_t wrong = 0;
	for (const char *s = bytes.s, *end = s + bytes.len; s < end;) {
		size_t len = utf8_length(s, end);
		if (len)
			buf_add(to, (struct str){s, len});
		else
			utf8_add(to, 0xfffd);
		wrong += len == 0;
		s += len ? len : 1;
	}
	return wrong;
}

/* The same by iconv; false where it does not know the charset. */
static bool from_iconv(const struct charset *charset, struct str bytes, struct buf *to, size_t *wrong)
{
	static const struct charset *open;
	static iconv_t convert;
	char *s = (char *)(uintptr_t)bytes.s; /* iconv does not write to it */
	size_t left = bytes.len, unit = charset == UTF_16LE || charset == UTF_16BE ? 2 : 1, skipped;
	if (open != charset) {
		if (open)
			iconv_close(convert);
		convert = iconv_open("utf-8", charset->iconv ? charset->iconv : charset->name);
		open = convert == (iconv_t)-1 ? NULL : charset;
	}
	if (open == NULL)
		return false;
	iconv(convert, NULL, NULL, NULL, NULL);
	while (left) {
		size_t given = left < BLOCK ? left : BLOCK, rest = given, room = 3 * given + 16;
		char *made = buf_room(to, room);
		size_t status = iconv(convert, &s, &rest, &made, &room);
		to->len = (size_t)(made - to->s);
		left -= given - rest;
		if (status != (size_t)-1 || errno == E2BIG || (errno == EINVAL && rest < left))
			continue;
		utf8_add(to, 0xfffd);
		++*wrong;
		skipped = left < unit ? left : unit;
		s += skipped;
		left -= skipped;
	}
	char *made = buf_room(to, 16);
	size_t room = 16;
	iconv(convert, NULL, NULL, &made, &room);
	to->len = (size_t)(made - to->s);
	return true;
}

/* What the head, the meta element says; NULL: nothing that is known, and *unknown if it says something. */
static const struct charset *declared(struct str bytes, struct str label, bool html, struct str *unknown)
{
	const struct charset *charset = label.s ? by_label(label) : NULL;
	*unknown = charset ? (struct str){NULL, 0} : label;
	if (charset || !html)
		return charset;
	struct str own = prescan(bytes, unknown);
	charset = own.s ? by_label(own) : NULL;
	if (own.s && charset == NULL && unknown->s == NULL)
		*unknown = own;
	/* who could read the word was not reading UTF-16 */
	return charset == UTF_16LE || charset == UTF_16BE ? UTF_8 : charset;
}

struct charset_text charset_read(struct str bytes, struct str label, bool html)
{
	static struct buf made;
	struct charset_text t = {0};
	const struct charset *charset;
	size_t mark = 0;
	made.len = 0;
	if (str_starts(bytes, "\xef\xbb\xbf"))
		charset = UTF_8, mark = 3;
	else if (str_starts(bytes, "\xff\xfe"))
		charset = UTF_16LE, mark = 2;
	else if (str_starts(bytes, "\xfe\xff"))
		charset = UTF_16BE, mark = 2;
	else
		charset = declared(bytes, label, html, &t.unknown);
	bytes = (struct str){bytes.s + mark, bytes.len - mark};
	if (charset && charset != UTF_8 && charset != WINDOWS_1252 && !from_iconv(charset, bytes, &made, &t.wrong)) {
		t.unknown = str_of(charset->name);
		charset = NULL;
	}
	if ((charset == NULL || charset == UTF_8) && is_utf8(bytes)) {
		t.name = UTF_8->name;
		t.text = bytes;
		return t;
	}
	/* a page that says UTF-8, and has not one character of it beyond ASCII, is none */
	if (charset == NULL || (charset == UTF_8 && !has_utf8(bytes))) {
		charset = WINDOWS_1252;
		t.guessed = true;
	}
	if (charset == UTF_8)
		t.wrong = from_utf8(bytes, &made);
	else if (charset == WINDOWS_1252)
		from_windows_1252(bytes, &made);
	t.name = charset->name;
	t.text = buf_str(&made);
	return t;
}
