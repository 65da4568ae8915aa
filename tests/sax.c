/*
 * sax FILE...: what libxml2 alone costs: parses each file of HTML in push mode, all at once, with a handler that does
 * nothing. For scripts/bench.
 */
#include <fcntl.h>
#include <libxml/HTMLparser.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ombud.h"

static void start_element(void *unused, const xmlChar *name, const xmlChar **attributes) { (void)unused, (void)name, (void)attributes; }
static void end_element(void *unused, const xmlChar *name) { (void)unused, (void)name; }
static void characters(void *unused, const xmlChar *text, int len) { (void)unused, (void)text, (void)len; }

int main(int argc, char **argv)
{
	static xmlSAXHandler handler = {.startElement = start_element, .endElement = end_element, .characters = characters,
		.ignorableWhitespace = characters, .cdataBlock = characters, .initialized = 1};
	static struct buf page;
	say_program = "sax";
	for (int i = 1; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY);
		page.len = 0;
		if (fd == -1)
			die("%s", argv[i]);
		while (read_block(fd, &page, BLOCK) > 0)
			;
		close(fd);
		htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
		htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
		htmlParseChunk(parser, page.s, (int)page.len, 0);
		htmlParseChunk(parser, NULL, 0, 1);
		htmlFreeParserCtxt(parser);
	}
	xmlCleanupParser();
	return DONE;
}
