// Writes the examples of JSON Forms that state a schema, as JSON: name, schema, uischema and data.
import { getExamples } from "@jsonforms/examples";

const stated = getExamples().filter(({ schema }) => schema);
process.stdout.write(JSON.stringify(
  stated.map(({ name, schema, uischema, data }) => ({ name, schema, uischema, data }))));
