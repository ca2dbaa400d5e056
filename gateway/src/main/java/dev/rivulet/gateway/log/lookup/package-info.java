/** Finds turns and sessions in the log, and reads them. Its calls block. */
package dev.rivulet.gateway.log.lookup;
