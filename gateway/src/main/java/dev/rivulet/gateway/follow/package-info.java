/** Following a session: all its turns on one stream, whoever asked. */
package dev.rivulet.gateway.follow;
