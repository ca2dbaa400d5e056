/** Events of the log, which of them a reader is shown, and as what. */
package dev.rivulet.gateway.log.event;
