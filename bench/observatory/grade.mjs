// node grade.mjs HOST HTTP_PORT HTTPS_PORT PATH ...
// Grade pages with the tests of Mozilla's observatory, as its own scan does but for the ports and
// the path. Prints a list of {path, grade, score, tests: {name: modifier}} as JSON.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const [host, httpPort, httpsPort, ...paths] = process.argv.slice(2);

async function graded(path) {
  const seen = await retrieve(host, { httpPort, httpsPort, path });
  if (!seen.responses.auto) throw new Error(`${path}: no answer`);
  const outcomes = ALL_TESTS.map((test) => test(seen));
  const tests = Object.fromEntries(
    outcomes.map((one) => [one.result, one.result ? getScoreModifier(one.result) : 0]),
  );
  const modifiers = Object.values(tests);
  const plain = 100 + modifiers.filter((one) => one < 0).reduce((sum, one) => sum + one, 0);
  const whole = 100 + modifiers.reduce((sum, one) => sum + one, 0);
  const { score, grade } = getGradeForScore(
    plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? whole : plain,
  );
  return { path, status: seen.responses.auto.status, score, grade, tests };
}

const all = [];
for (const path of paths) all.push(await graded(path));
console.log(JSON.stringify(all));
