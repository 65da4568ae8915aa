// validate-records.mjs SCHEMA: checks the lines of JSON on standard input against a JSON Schema (2020-12) with ajv, in its
// strict mode. Each fault is a line: where it stands (`line:/instance/path`) and what is wrong. Status: 0 none; 1 some;
// 2 the schema itself is wrong, or the usage is.
import {readFileSync} from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

// What our schemas say of a member besides what JSON Schema knows; to a validator they are notes.
const NOTES = ['filter', 'meanings', 'source', 'unit']

const stop = (why) => {
	console.error(`validate-records: ${why}`)
	process.exit(2)
}

function compile(file) {
	const ajv = new Ajv.default({strict: true, allErrors: true})
	addFormats.default(ajv)
	ajv.addVocabulary(NOTES)
	try {
		const schema = JSON.parse(readFileSync(file, 'utf8'))
		if (!schema.$schema)
			throw new Error('no $schema')
		return ajv.compile(schema)
	} catch (error) {
		return stop(`${file}: ${error.message}`)
	}
}

function faultsOf(validate, line) {
	let record
	try {
		record = JSON.parse(line)
	} catch (error) {
		return [`: ${error.message}`]
	}
	if (validate(record))
		return []
	return validate.errors.map(({instancePath, message, params}) => {
		const {allowedValues, additionalProperty} = params
		return `${instancePath}: ${message}${allowedValues ? `: ${allowedValues.join(', ')}` : ''}${
			additionalProperty === undefined ? '' : `: ${additionalProperty}`}`
	})
}

// The lines of a stream end in LF alone: node's readline takes U+2028 for an end of a line, too.
async function* linesOf(stream) {
	let rest = ''
	for await (const text of stream.setEncoding('utf8')) {
		const lines = (rest + text).split('\n')
		rest = lines.pop()
		yield* lines
	}
	if (rest)
		yield rest
}

if (process.argv.length !== 3)
	stop('usage: validate-records.mjs SCHEMA <RECORDS')
const validate = compile(process.argv[2])
let number = 0
for await (const line of linesOf(process.stdin)) {
	number++
	for (const fault of faultsOf(validate, line)) {
		console.log(`${number}:${fault}`)
		process.exitCode = 1
	}
}
