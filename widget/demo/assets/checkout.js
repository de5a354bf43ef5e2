/** Pays nothing, and says so. */
document.getElementById("pay-form").addEventListener("submit", (event) => {
  event.preventDefault();
  document.getElementById("paid").textContent = "Paid with nothing. Thank you.";
});
