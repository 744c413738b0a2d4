// The development page: GraphiQL, the example questions as tabs, and a switch that sends another role's token.
const select = document.getElementById('role');
const sentence = document.getElementById('sentence');

// Nothing is remembered between visits: the tabs are always the examples as they stand.
function memoryStorage() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
    clear: () => kept.clear(),
  };
}

async function start() {
  const answer = await fetch('/graphiql/start.json');
  const { roles, examples } = answer.ok ? await answer.json() : { roles: [], examples: [] };
  for (const { name, zh } of roles) select.add(new Option(`${zh} · ${name}`, name));
  const role = () => roles.find(({ name }) => name === select.value);
  const tell = () => { sentence.textContent = role()?.sentence ?? 'Tokens are given to this machine only; set an Authorization header below.'; };
  select.addEventListener('change', tell);
  tell();

  const fetcher = async (request, { headers } = {}) => {
    const token = role()?.token;
    const sent = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers };
    const response = await fetch('/graphql', { method: 'POST', headers: sent, body: JSON.stringify(request) });
    return response.json();
  };
  const tabs = examples.map(({ name, query, variables }) => ({
    query: `# ${name}\n${query}`,
    variables: variables && JSON.stringify(variables, null, 2),
  }));
  // GraphiQL fills the first tab's query by itself but not its variables.
  const variables = tabs[0]?.variables;
  const page = React.createElement(GraphiQL, { fetcher, variables, defaultTabs: tabs, storage: memoryStorage(), shouldPersistHeaders: false });
  const root = document.getElementById('graphiql');
  root.textContent = '';
  ReactDOM.createRoot(root).render(page);
}

start();
