// Many files chosen or dropped at once are taken before Streamlit's uploader sees them, and sent a few at a time.
// What is waiting belongs to the browser's page, not to this component: it goes on after a look at another page.

const waiting = [];
let total = 0, taken = 0, sending = null, isFirst = false, isStopped = false, note = "";
let active = null;  // The view that is on the page now, if any.

function numberOf() {
  return Date.now();  // Grows from batch to batch, also after the page was loaded again.
}

function readAsText(file, limit) {
  if (file.size > limit) return Promise.resolve({ name: file.name, size: file.size, content: "" });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, size: file.size, content: reader.result.split(",")[1] || "" });
    reader.onerror = () => resolve({ name: file.name, size: 0, content: "" });
    reader.readAsDataURL(file);
  });
}

function nextFiles(data) {
  const files = [];
  let bytes = 0;
  while (waiting.length && files.length < data.batch_files) {
    bytes += Math.min(waiting[0].size, data.file_bytes);
    if (files.length && bytes > data.batch_bytes) break;
    files.push(waiting.shift());
  }
  return files;
}

async function sendNext(data) {
  const files = nextFiles(data);
  sending = { number: numberOf(), files: [], is_first: isFirst, is_last: !waiting.length };
  isFirst = false;
  sending.files = await Promise.all(files.map((file) => readAsText(file, data.file_bytes)));
  sending.is_ready = true;
  if (active) active.current.send(sending);  // Else it is sent when there is a view again.
}

function show(view) {
  const { root } = view;
  const isBusy = sending !== null || waiting.length > 0;
  root.hidden = !isBusy && !note;
  root.querySelector("progress").hidden = root.querySelector("button").hidden = !isBusy;
  root.querySelector("progress").max = total;
  root.querySelector("progress").value = taken;
  const count = (number) => number.toLocaleString("en");
  root.querySelector("span").textContent = isBusy
    ? `Read ${count(taken)} of ${count(total)} pictures. Stay on this page until all are read. ${note}` : note;
}

function goOn(view, isNew) {
  if (sending && sending.is_ready && view.current.data.done >= sending.number) {
    taken += sending.files.length;
    sending = null;
  } else if (sending && sending.is_ready && isNew) view.current.send(sending);
  if (!sending && (waiting.length || isStopped)) {
    isStopped = false;  // A last batch without files tells the page that nothing more will come.
    sendNext(view.current.data);
  }
  show(view);
}

function take(view, files) {
  const { most } = view.current.data;
  const accepted = files.slice(0, most);
  note = files.length > most ? `Of ${files.length} files the first ${most} are taken.` : "";
  if (!sending && !waiting.length) [total, taken, isFirst] = [0, 0, true];
  total += accepted.length;
  waiting.push(...accepted);
  goOn(view, false);
}

function isMany(view, files) {
  const { many, much } = view.current.data;
  return files.length >= many || (files.length > 1 && files.reduce((sum, file) => sum + file.size, 0) > much);
}

function listen(view) {
  const hear = (event) => {
    const isDrop = event.type === "drop";
    const place = event.target.closest && event.target.closest("[data-testid=stFileUploader]");
    const files = [...((isDrop ? event.dataTransfer && event.dataTransfer.files : event.target.files) || [])];
    if (!place || !isMany(view, files)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isDrop) event.target.value = "";
    take(view, files);
  };
  document.addEventListener("change", hear, true);
  document.addEventListener("drop", hear, true);
  return () => {
    document.removeEventListener("change", hear, true);
    document.removeEventListener("drop", hear, true);
  };
}

function build(parent) {
  const root = document.createElement("div");
  root.className = "stream";
  root.innerHTML = '<progress></progress><div><span role="status"></span><button type="button">Stop</button></div>';
  parent.appendChild(root);
  return root;
}

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let view = views.get(parentElement);
  const isNew = !view;
  if (isNew) {
    view = { root: build(parentElement) };
    views.set(parentElement, view);
    view.stop = listen(view);
    view.root.querySelector("button").onclick = () => {
      total -= waiting.length;
      waiting.length = 0;
      if (sending && sending.is_ready) sending = null;  // Its answer may never come: messages are lost with a connection.
      [isStopped, note] = [true, "Stopped. What was read stays."];
      goOn(view, false);
    };
  }
  view.current = { data, send: (batch) => setTriggerValue("batch", batch) };
  active = view;
  goOn(view, isNew);
  return () => {
    view.stop();
    if (active === view) active = null;
    views.delete(parentElement);
    view.root.remove();
  };
}
