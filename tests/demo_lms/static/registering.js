// Leaves the frame of a registration when the tool says that it is done (Dynamic Registration 1.0, 3.8).
const frame = document.getElementById("tool");
addEventListener("message", ({ data, source }) => {
  if (source === frame.contentWindow && data?.subject === "org.imsglobal.lti.close") location.assign("/admin/tools");
});
