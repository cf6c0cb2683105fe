// Drafts of this browser go with what was erased on the server. The header Clear-Site-Data says so too, but browsers
// heed it over https and on localhost alone.
try {
  localStorage.clear();
  sessionStorage.clear();
} catch {
  // Storage is switched off: there is nothing in it.
}
