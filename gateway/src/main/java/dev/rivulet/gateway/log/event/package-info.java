/** Records of {@code chunk-events}, and the events that readers are shown of them. */
package dev.rivulet.gateway.log.event;
