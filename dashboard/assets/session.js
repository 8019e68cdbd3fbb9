/* A session that has ended is noticed by the first answer that says so: the page is loaded again, which leads to the
   log-in and from there back here. */
(() => {
  "use strict";
  const ask = window.fetch;
  window.fetch = async (...request) => {
    const answer = await ask(...request);
    if (answer.status === 401) window.location.reload();
    return answer;
  };
})();
