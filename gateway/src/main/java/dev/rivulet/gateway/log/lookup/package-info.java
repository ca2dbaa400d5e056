/** Finding turns and sessions in the log. */
package dev.rivulet.gateway.log.lookup;
