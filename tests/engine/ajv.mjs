// Answers one JSON line for each JSON line read: what AJV says of a schema and some values.
// In:  {"schema": …, "values": […]}
// Out: [verdict on undefined, verdict on each value, …], or why AJV will not have the schema
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";

const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });

function verdicts({ schema, values }) {
  // removeSchema takes no bare true or false, and references lead from the root of a document
  const object = schema.$defs ? schema : { allOf: [schema] };
  try {
    return [undefined, ...values].map((value) => ajv.validate(object, value));
  } catch (error) {
    return error.message;
  } finally {
    ajv.removeSchema(object);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(verdicts(JSON.parse(line))) + "\n");
}
