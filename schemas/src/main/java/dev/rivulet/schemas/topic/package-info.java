/** The names of topics, their headers, and which partition a session has. */
package dev.rivulet.schemas.topic;
