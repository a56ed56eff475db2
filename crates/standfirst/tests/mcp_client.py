"""Drives `standfirst mcp` with the protocol's official Python client: mcp_client.py BINARY DATA. Prints what it saw as JSON."""
import asyncio
import json
import sys

try:
    from mcp import StdioServerParameters
    from mcp.client.client import Client
except ImportError:
    print("null")
    sys.exit()


async def main():
    server = StdioServerParameters(command=sys.argv[1], args=["mcp", "--data", sys.argv[2]])
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
        # The client holds every result against the schema that the tool has announced.
        search = await client.call_tool("search", {"query": "ferry"})
        story = search.structured_content["stories"][0]["story"]
        brief = await client.call_tool("brief", {"story": story})
        evidence = await client.call_tool("evidence", {"story": story[:6], "sentence": 1})
        why = await client.call_tool("story", {"story": story})
        edition = await client.call_tool("edition", {})
        listed = await client.call_tool("edition", {"list": 5})
        refused = await client.call_tool("evidence", {"story": story, "sentence": 999})
        resources = (await client.list_resources()).resources
        latest = await client.read_resource("standfirst://edition/latest")
        results = [search, brief, evidence, why, edition, listed]
        print(json.dumps({
            "version": client.protocol_version,
            "tools": [t.name for t in tools],
            "read_only": all(t.annotations.read_only_hint for t in tools),
            "errors": [r.is_error for r in results],
            "sentences": [s["text"] for s in brief.structured_content["briefs"][0]["sentences"]],
            "passages": evidence.structured_content["passages"],
            "refused": refused.is_error and refused.content[0].text,
            "resources": [str(r.uri) for r in resources],
            "latest": json.loads(latest.contents[0].text),
        }))


asyncio.run(main())
