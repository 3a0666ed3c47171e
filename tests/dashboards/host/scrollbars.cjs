// esbuild hands @grafana/ui the whole module where it expects the default of it.
module.exports = require("./node_modules/react-custom-scrollbars-2/lib/index.js").default;
