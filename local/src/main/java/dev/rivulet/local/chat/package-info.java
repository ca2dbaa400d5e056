/** An interactive conversation. */
package dev.rivulet.local.chat;
