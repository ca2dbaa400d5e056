/** Following a session: the events of all its turns on one stream. */
package dev.rivulet.gateway.stream.follow;
