# The calls of these examples, each one curl; for bash, read by the scripts beside it or by your own shell (`. hub.sh`).
# HUB is the hub's address; tokens and keys are in demo-credentials.json of HUB_DATA_DIR (.hub of the project by default).
# JSON is picked apart by node, which the hub needs anyway; any version will do.
HUB=${HUB:-http://127.0.0.1:4000}
EXAMPLES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CREDENTIALS=$(realpath -m "${HUB_DATA_DIR:-$EXAMPLES/../../.hub}")/demo-credentials.json
[ -r "$CREDENTIALS" ] || { echo "$CREDENTIALS is not there or not yours: start the hub, or set HUB_DATA_DIR" >&2; return 2; }

# pick PATH: a value of the JSON on standard input, such as data.fileProjects.id
pick() {
  node -e '
    const text = require("fs").readFileSync(0, "utf8");
    const fail = (why) => { console.error(`pick: ${why} in ${text.slice(0, 500)}`); process.exit(1); };
    let value;
    try { value = process.argv[1].split(".").reduce((at, name) => at?.[name], JSON.parse(text)); } catch { fail("no JSON"); }
    if (value === undefined || value === null) fail(`no ${process.argv[1]}`);
    console.log(typeof value === "object" ? JSON.stringify(value) : String(value));
  ' "$1"
}

credential() { pick "$1" < "$CREDENTIALS"; }

# as ROLE FILE [WORD VALUE]…: posts the question or mutation of a JSON file as one of the roles of docs/roles.md, with words
# of the file replaced. The token goes by a pipe, not by an argument that every user of the machine could read.
as() {
  local role=$1 body answer
  body=$(cat "$2"); shift 2
  while [ $# -gt 0 ]; do body=${body//$1/$2}; shift 2; done
  answer=$(curl -sS "$HUB/graphql" -H @<(echo "authorization: Bearer $(credential "tokens.$role")") \
    -H 'content-type: application/json' -d "$body") || return
  echo "$answer"
}

# until_is VALUE PATH COMMAND…: asks again until the answer has that value there, for at most half a minute.
until_is() {
  local value=$1 path=$2 answer; shift 2
  for _ in $(seq 60); do
    answer=$("$@")
    if [ "$(pick "$path" <<< "$answer" 2> /dev/null)" = "$value" ]; then echo "$answer"; return; fi
    sleep 0.5
  done
  echo "never $value at $path: $answer" >&2
  return 1
}

# real_name APPID METHOD DATA: one call of the national real-name interface (603号), signed with the client's secret. The
# signature is SHA-256 over the parameters in the order of their names, the secret behind them, all in lower case.
real_name() {
  local appid=$1 method=$2 data=$3 secret nonce timestamp sign answer
  secret=$(secret_of "$appid")
  nonce=$(openssl rand -hex 16)
  timestamp=$(TZ=Asia/Shanghai date +%Y%m%d%H%M%S)
  sign=$(printf %s "appid=$appid&data=$data&format=json&method=$method&nonce=$nonce&timestamp=$timestamp&version=1.0&appsecret=$secret" \
    | tr 'A-Z' 'a-z' | openssl dgst -sha256 -r | cut -c1-64)
  answer=$(curl -sS "$HUB/open.api" --data-urlencode "appid=$appid" --data-urlencode "method=$method" \
    --data-urlencode "data=$data" -d "version=1.0&format=json&timestamp=$timestamp&nonce=$nonce&sign=$sign") || return
  echo "$answer"
}

# encrypted APPID TEXT: a field such as a document number as the interface wants it, AES-256-CBC under the secret.
encrypted() {
  local secret; secret=$(secret_of "$1")
  printf %s "$2" | openssl enc -aes-256-cbc -K "$(hex "$secret")" -iv "$(hex "${secret:0:16}")" -base64 -A
}

hex() { printf %s "$1" | od -An -tx1 | tr -d ' \n'; }

secret_of() {
  node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).realNameClients
    .find(({ appid }) => appid === process.argv[2]).secret' "$CREDENTIALS" "$1"
}

# national PATH DATASET BATCH_NO RECORDS: one signed message to the early-warning exchange (监控预警平台交换). RECORDS is an array
# of JSON in its canonical form (RFC 8785: names in order, no blanks), and so is what is signed.
national() {
  local path=$1 data_set=$2 batch_no=$3 records=$4 code sent_at count digest head tail signature answer
  code=$(credential sm2Client.systemCode)
  sent_at=$(TZ=Asia/Shanghai date +%Y-%m-%dT%H:%M:%S+08:00)
  count=$(pick length <<< "$records")
  digest=$(printf %s "$records" | openssl dgst -sm3 -r | cut -c1-64)
  head='{"batchNo":"'$batch_no'","dataSet":"'$data_set'","digest":"'$digest'","recordCount":'$count',"records":'$records',"sentAt":"'$sent_at'",'
  tail='"systemCode":"'$code'","version":"1.0"}'
  signature=$(printf %s "$head$tail" \
    | openssl dgst -sm3 -sign "$(credential sm2Client.keyFile)" -sigopt distid:1234567812345678 | openssl base64 -A)
  answer=$(curl -sS "$HUB/national/early-warning/$path" -H 'content-type: application/json' \
    -d "$head\"signature\":\"$signature\",$tail") || return
  echo "$answer"
}
