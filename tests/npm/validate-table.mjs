// validate-table.mjs SCHEMA [CSV]: checks a table against its Frictionless Table Schema with tableschema: the header line,
// the columns in their order, and each cell. Without CSV: the schema alone, and that the example of each column is a cell
// of it. Each fault is a line: `row:column:` (the header line is row 1) and what is wrong. Status: 0 none; 1 some; 2 the
// schema itself is wrong, or the usage is.
import {readFileSync} from 'node:fs'
import tableschema from 'tableschema'

const stop = (why) => {
	console.error(`validate-table: ${why}`)
	process.exit(2)
}

const fault = (row, column, what) => {
	console.log(`${row}:${column}: ${what}`)
	process.exitCode = 1
}

async function load(file) {
	try {
		return await tableschema.Schema.load(JSON.parse(readFileSync(file, 'utf8')), {strict: true})
	} catch (error) {
		return stop(`${file}: ${[error, ...(error.errors ?? [])].map(({message}) => message).join('; ')}`)
	}
}

function checkExamples(schema) {
	schema.fields.forEach(({descriptor: {name, example, description}}, i) => {
		try {
			if (!description || example === undefined)
				throw new Error('no description, or no example')
			schema.fields[i].castValue(String(example))
		} catch (error) {
			fault('example', name, error.message)
		}
	})
}

async function checkTable(schema, file) {
	const table = await tableschema.Table.load(file, {schema: schema.descriptor, strict: true, delimiter: ',', bom: true})
	const rows = await table.iter({extended: true, forceCast: true, stream: true})
	for await (const row of rows) {
		if (Array.isArray(row))
			continue
		for (const error of row.errors?.length ? row.errors : [row])
			fault(row.rowNumber ?? '', schema.fieldNames[error.columnNumber - 1] ?? '', error.message)
	}
	const [found, wanted] = [table.headers, schema.fieldNames].map((names) => (names ?? []).join(','))
	if (found !== wanted)
		fault(1, '', `the columns are ${found}, not ${wanted}`)
}

const [schemaFile, csv, ...more] = process.argv.slice(2)
if (!schemaFile || more.length)
	stop('usage: validate-table.mjs SCHEMA [CSV]')
const schema = await load(schemaFile)
if (csv)
	await checkTable(schema, csv).catch((error) => fault(error.rowNumber ?? '', '', error.message))
else
	checkExamples(schema)
