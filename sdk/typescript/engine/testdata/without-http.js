// error: HostError: the module's policy does not grant http (without-http.js:3:26)
__whowasm.register(async () => {
  const response = await fetch("https://accounts.example.com/");
  return response.json();
});
