/** Reading older records of the log: few consumers for all readers, a page at a time. */
package dev.rivulet.gateway.log.replay;
