/** Serves the page at {@code /}. Its files are in {@code resources} and run in the browser unchanged. */
package dev.rivulet.gateway.api.page;
