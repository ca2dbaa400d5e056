/** Reads older records of the log: a few consumers for all readers, a page for each request. */
package dev.rivulet.gateway.log.replay;
