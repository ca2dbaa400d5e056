/** What was used, as workers have counted it. */
package dev.rivulet.gateway.log.usage;
