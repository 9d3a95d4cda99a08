<?xml version="1.0" encoding="UTF-8"?>
<!-- Simple Dublin Core from MARC 21 and UNIMARC. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:m="http://www.loc.gov/MARC21/slim"
  xmlns:srw_dc="info:srw/schema/1/dc-schema" xmlns:dc="http://purl.org/dc/elements/1.1/" exclude-result-prefixes="m">
  <xsl:template match="text()"/>
  <xsl:template match="m:record">
    <srw_dc:dc>
      <xsl:for-each select="m:datafield[@tag='245' or @tag='200'][1]">
        <dc:title>
          <xsl:for-each select="m:subfield[contains('anbeh', @code)]">
            <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>
            <xsl:value-of select="."/>
          </xsl:for-each>
        </dc:title>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='100' or @tag='110' or starts-with(@tag, '70') or starts-with(@tag, '71')]">
        <xsl:if test="m:subfield[@code='a']"><dc:creator><xsl:value-of select="m:subfield[@code='a']"/></dc:creator></xsl:if>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='260' or @tag='264']">
        <dc:publisher><xsl:value-of select="m:subfield[@code='b']"/></dc:publisher>
        <dc:date><xsl:value-of select="m:subfield[@code='c']"/></dc:date>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='210']">
        <dc:publisher><xsl:value-of select="m:subfield[@code='c']"/></dc:publisher>
        <dc:date><xsl:value-of select="m:subfield[@code='d']"/></dc:date>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='041' or @tag='101']/m:subfield[@code='a']">
        <dc:language><xsl:value-of select="."/></dc:language>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='020' or @tag='010']/m:subfield[@code='a']">
        <dc:identifier>URN:ISBN:<xsl:value-of select="."/></dc:identifier>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='650' or @tag='653' or @tag='610']/m:subfield[@code='a']">
        <dc:subject><xsl:value-of select="."/></dc:subject>
      </xsl:for-each>
    </srw_dc:dc>
  </xsl:template>
</xsl:stylesheet>
