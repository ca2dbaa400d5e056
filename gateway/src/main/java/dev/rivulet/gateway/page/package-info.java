/** The page at {@code /}: its files, which the browser runs as they are. What they do is in {@code resources}. */
package dev.rivulet.gateway.page;
