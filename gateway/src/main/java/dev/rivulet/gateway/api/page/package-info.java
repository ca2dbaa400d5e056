/** The page at {@code /}: its files, which the browser runs as they are. Their sources are in {@code resources}. */
package dev.rivulet.gateway.api.page;
