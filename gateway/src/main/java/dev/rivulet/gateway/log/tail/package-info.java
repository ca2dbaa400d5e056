/** The live end of the log: one consumer for all readers, and the replies of coordinators. */
package dev.rivulet.gateway.log.tail;
