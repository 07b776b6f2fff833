// Test pages with structured-data-testing-tool: reads a JSON array of HTML texts on standard input
// and writes, for each, the names of the tests that failed, the warnings, and the schemas found.
import { readFileSync } from 'node:fs'
import tool from 'structured-data-testing-tool'
import presets from 'structured-data-testing-tool/presets.js'

globalThis.fetch = () => { throw new Error('nothing is fetched here') }

const summary = ({ failed, warnings, passed, schemas }) => ({
  failed: failed.map(({ test }) => test),
  warnings: warnings.map(({ test }) => test),
  passed: passed.length,
  schemas
})

const tested = html =>
  tool.structuredDataTest(html, { presets: [presets.Google] })
    .then(summary, error => {
      if (error.type !== 'VALIDATION_FAILED') throw error
      return summary(error.res)
    })

const pages = JSON.parse(readFileSync(0, 'utf8'))
const results = []
for (const html of pages) results.push(await tested(html))
process.stdout.write(JSON.stringify(results))
