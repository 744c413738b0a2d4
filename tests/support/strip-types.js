import { stripTypeScriptTypes } from 'node:module';
const process = (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) });
export default { process, processAsync: async (source) => process(source) };
