// load: no identify callback: export default identify, or call track(server, projectId, { identify })
console.log("nothing is registered");
